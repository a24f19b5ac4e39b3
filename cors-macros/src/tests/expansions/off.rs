#[allow(non_camel_case_types)]
pub struct internal;
impl ::route_cors::__private::HttpServiceFactory for internal {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        static __ROUTE: __cors::Route = __cors::route(
            __cors::policy(__cors::Parts::DEFAULT),
            "/internal",
            __cors::methods::GET,
            false,
        );
        #[get("/internal", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        async fn internal() {}
        __cors::register(internal, &__ROUTE, __config);
    }
}
