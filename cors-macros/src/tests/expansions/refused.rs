#[get("/me")]
async fn me() {}
::core::compile_error! {
    "`credentials` with `origins = any` would let every site on the web act as the visitor\nhelp: list the origins: `origins = [\"https://app.acme.example\"], credentials`\nhelp: or leave out `credentials`: a bearer token in `authorization` needs none, only cookies do\nhelp: or name those that may use cookies, while everybody else reads without: `credentials = [\"https://app.acme.example\"]`\nrule: any_origin_with_credentials\nsee: route_cors::rules::any_origin_with_credentials"
}
