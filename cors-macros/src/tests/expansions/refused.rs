#[get("/me")]
async fn me() {}
::core::compile_error! {
    "with `origins = any` and `credentials`, every site on the web could act as the visitor\nhelp: list the origins: `origins = [\"https://app.acme.example\"], credentials`\nhelp: or remove `credentials`: only cookies need it, a bearer token in `authorization` does not\nhelp: or list the origins that may use cookies, while all others read without: `credentials = [\"https://app.acme.example\"]`\nrule: any_origin_with_credentials\nsee: route_cors::rules::any_origin_with_credentials"
}
