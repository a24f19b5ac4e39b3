#[allow(non_camel_case_types)]
pub struct several;
impl ::route_cors::__private::HttpServiceFactory for several {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        static __ROUTE: __cors::Route = __cors::route(
                __cors::policy(
                    __cors::Parts::DEFAULT
                        .origins(&["https://app.acme.example"])
                        .credentials(true),
                ),
                "/a",
                __cors::methods::GET,
                true,
            )
            .and(
                &[
                    __cors::route_path("/a", __cors::methods::PUT, false),
                    __cors::route_path("/b", __cors::methods::PUT, false),
                ],
            );
        #[routes]
        #[get("/a", guard = "acme", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        #[put("/a", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        #[put("/b", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        async fn several() {}
        __cors::register(several, &__ROUTE, __config);
    }
}
