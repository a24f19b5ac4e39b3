#[allow(non_camel_case_types)]
pub struct partners;
impl ::route_cors::__private::HttpServiceFactory for partners {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        #[allow(unused_imports)]
        use __cors::WrongKind as _;
        static __ROUTE: __cors::Route = __cors::served_route(
            __cors::Named(&PARTNERS).policy(),
            "/partners",
            __cors::methods::GET,
            false,
            "the route serves GET, and `PARTNERS` allows none of these methods\nhelp: list the methods: `methods = [GET]`\nrule: method_not_routed\nsee: route_cors::rules::method_not_routed",
        );
        #[get("/partners", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        async fn partners() {}
        __cors::register(partners, &__ROUTE, __config);
    }
}
