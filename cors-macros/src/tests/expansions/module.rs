#[doc(hidden)]
#[allow(non_upper_case_globals)]
static __CORS_api: ::route_cors::Policy = ::route_cors::policy!(
    origins = ["https://app.acme.example"], headers = ["content-type"],
);
pub mod api {
    #[::route_cors::__private::__inherited(
        policy = super::__CORS_api,
        crate = ::route_cors,
        allow(session_needs_credentials, reason = "read only"),
    )]
    #[get("/a")]
    async fn a() {}
    #[cors(off)]
    #[get("/b")]
    async fn b() {}
    mod deep {
        #[::route_cors::__private::__inherited(
            policy = super::super::__CORS_api,
            crate = ::route_cors,
            allow(session_needs_credentials, reason = "read only"),
        )]
        #[get("/c")]
        async fn c() {}
    }
}
