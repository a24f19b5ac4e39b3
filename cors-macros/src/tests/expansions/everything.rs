/// Updates an order.
#[allow(non_camel_case_types)]
pub struct update;
impl ::route_cors::__private::HttpServiceFactory for update {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        const __ORIGINS: __cors::Listed = __cors::Listed {
            origins: &[
                "https://app.acme.example",
                #[cfg(debug_assertions)]
                "http://localhost:5173",
            ],
            violations: &[],
            sets: &[],
            conditional: &[
                __cors::Conditional {
                    origin: "http://localhost:5173",
                    cfg: "debug_assertions",
                },
            ],
            reasons: &[],
        };
        static __ROUTE: __cors::Route = __cors::route(
            __cors::policy(
                __cors::Parts::DEFAULT
                    .origins_listed(__ORIGINS)
                    .methods(&["PUT"])
                    .headers(&["content-type"])
                    .expose(&["etag"])
                    .credentials(true)
                    .max_age(600u32)
                    .mismatch(__cors::Mismatch::Reject),
            ),
            "/orders/{id}",
            __cors::methods::PUT,
            false,
        );
        /// Updates an order.
        #[put("/orders/{id}", name = "order", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        pub async fn update(
            id: web::Path<u64>,
            order: web::Json<Order>,
        ) -> impl Responder {
            order
        }
        __cors::register(update, &__ROUTE, __config);
    }
}
