#[allow(non_camel_case_types)]
pub struct prices;
impl ::route_cors::__private::HttpServiceFactory for prices {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        static __ROUTE: __cors::Route = __cors::route(
            __cors::policy(__cors::Parts::DEFAULT.any_origin()),
            "/prices",
            __cors::methods::GET,
            false,
        );
        use get as _;
        async fn prices() -> impl Responder {
            "42"
        }
        __cors::register_plain(__cors::to(prices), "prices", &__ROUTE, __config);
    }
}
