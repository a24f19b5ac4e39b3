//! Rejects items that are not handlers in a module with a policy.
use route_cors::cors;

#[cors(origins = ["https://app.acme.example"])]
mod orders {
    use super::cors;

    #[cors(off)]
    pub async fn total() {}
}

fn main() {}
