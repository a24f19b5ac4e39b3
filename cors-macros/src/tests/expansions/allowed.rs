#[allow(non_camel_case_types)]
pub struct stock;
impl ::route_cors::__private::HttpServiceFactory for stock {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        static __ROUTE: __cors::Route = __cors::Route {
            policy: __cors::policy(__cors::Parts {
                origins: __cors::Origins::Listed(__cors::Listed {
                    origins: &[
                        "http://scanner.acme.lan",
                        "https://*.shops.acme.example:*",
                    ],
                    latents: &[
                        __cors::Latent::NONE
                            .and(__cors::Rule::AnyPort)
                            .and(__cors::Rule::SubdomainWildcardWithCredentials),
                    ],
                    sets: &[],
                }),
                mismatch: __cors::Mismatch::Reject,
                allowed: __cors::Latent::NONE.and(__cors::Rule::AnyPort),
                ..__cors::Parts::DEFAULT
            }),
            resources: &[
                __cors::Resource {
                    path: "/stock",
                    methods: &["GET"],
                    guarded: false,
                },
            ],
        };
        #[get("/stock", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        async fn stock() -> String {
            String::new()
        }
        __cors::register(stock, &__ROUTE, __config);
    }
}
