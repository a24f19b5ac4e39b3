/// Updates an order.
#[allow(non_camel_case_types)]
pub struct update;
impl ::route_cors::__private::HttpServiceFactory for update {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        static __ROUTE: __cors::Route = __cors::Route {
            policy: __cors::policy(__cors::Parts {
                origins: __cors::Origins::Listed(__cors::Listed {
                    origins: &[
                        "https://app.acme.example",
                        #[cfg(debug_assertions)]
                        "http://localhost:5173",
                    ],
                    latents: &[],
                    sets: &[],
                }),
                methods: ::core::option::Option::Some(&["PUT"]),
                headers: __cors::Names::Listed(&["content-type"]),
                expose: __cors::Names::Listed(&["etag"]),
                credentials: true,
                max_age: ::core::option::Option::Some(600u32),
                mismatch: __cors::Mismatch::Reject,
                ..__cors::Parts::DEFAULT
            }),
            resources: &[
                __cors::Resource {
                    path: "/orders/{id}",
                    methods: &["PUT"],
                    guarded: false,
                },
            ],
        };
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
