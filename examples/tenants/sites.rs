//! The pages and their addresses.

use std::fmt;

use serde_json::{Value, json};

use support::pages::{Files, Page};

const ADMIN: Files = Files {
    html: include_str!("page/admin.html"),
    style: include_str!("page/page.css"),
    script: include_str!("page/admin.js"),
};

const TENANT: Files = Files {
    html: include_str!("page/tenant.html"),
    style: include_str!("page/page.css"),
    script: include_str!("page/tenant.js"),
};

/// The note in a release build, where the bound has no local pages.
const RELEASE: &str = "This build has no debug assertions, so its policies name hosts of acme.example alone: no page on \
                       this machine may use the API.";

/// The addresses of the API and the pages.
pub(crate) struct Sites {
    api: String,
    admin: String,
    tenants: [Tenant; 2],
}

/// A tenant that can be added.
struct Tenant {
    name: &'static str,
    origin: String,
    /// The API under the tenant's own host. Under another host it would be another site, which gets no cookies.
    api: String,
}

impl Sites {
    /// Returns the addresses for the ports of the API, the admin page, blue's page and red's page.
    pub(crate) fn at([api, admin, blue, red]: [u16; 4]) -> Self {
        let local = |port| format!("http://127.0.0.1:{port}");
        let tenant = |name, port| Tenant {
            name,
            origin: format!("http://{name}.localhost:{port}"),
            api: format!("http://{name}.localhost:{api}"),
        };
        Self {
            api: local(api),
            admin: local(admin),
            tenants: [tenant("blue", blue), tenant("red", red)],
        }
    }

    /// Returns the pages, in the order of their ports.
    pub(crate) fn pages(&self) -> Vec<Page> {
        let tenants = self.tenants.iter().map(|Tenant { name, origin, api }| {
            let facts = json!({ "name": name, "admin": self.admin });
            page(TENANT, origin, api, facts)
        });
        let known = self
            .tenants
            .iter()
            .map(|Tenant { name, origin, .. }| json!([name, origin]));
        let admin = page(
            ADMIN,
            &self.admin,
            &self.api,
            json!({ "known": known.collect::<Value>() }),
        );
        [admin].into_iter().chain(tenants).collect()
    }
}

fn page(files: Files, origin: &str, api: &str, mut facts: Value) -> Page {
    facts["api"] = json!(api);
    facts["note"] = json!((!cfg!(debug_assertions)).then_some(RELEASE));
    Page {
        files,
        origin: origin.to_owned(),
        talks_to: vec![api.to_owned()],
        facts,
    }
}

impl fmt::Display for Sites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "API    {}", self.api)?;
        writeln!(f, "admin  {}", self.admin)?;
        for Tenant { name, origin, .. } in &self.tenants {
            writeln!(f, "{name:<5}  {origin}")?;
        }
        if !cfg!(debug_assertions) {
            writeln!(f, "{RELEASE}")?;
        }
        Ok(())
    }
}
