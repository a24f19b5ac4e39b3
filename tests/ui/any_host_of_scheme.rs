//! Rejects every host of a scheme in a list that protects something.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["vscode-webview://*"], credentials);

static REJECTS: Policy = policy!(origins = ["moz-extension://*"], mismatch = reject);

static ONE: Policy = policy!(origins = any, credentials = ["chrome-extension://*"]);

fn main() {}
