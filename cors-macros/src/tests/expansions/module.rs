#[doc(hidden)]
#[allow(non_upper_case_globals)]
static __CORS_api: ::route_cors::Policy = ::route_cors::policy!(
    origins = ["https://app.acme.example"], headers = ["content-type"], max_age = "7d",
    allow(max_age_out_of_range, reason = "a client of ours"),
);
pub mod api {
    #[::route_cors::__private::__inherited(
        policy = super::__CORS_api,
        crate = ::route_cors,
        allow(session_needs_credentials, reason = "a client of ours"),
    )]
    #[get("/a")]
    async fn a(_: Session) {}
    #[cors(off)]
    #[get("/b")]
    async fn b() {}
    mod deep {
        #[::route_cors::__private::__inherited(
            policy = super::super::__CORS_api,
            crate = ::route_cors,
            allow(session_needs_credentials, reason = "a client of ours"),
        )]
        #[get("/c")]
        async fn c() {}
    }
}
