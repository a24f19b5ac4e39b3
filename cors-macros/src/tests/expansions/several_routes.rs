#[allow(non_camel_case_types)]
pub struct several;
impl ::route_cors::__private::HttpServiceFactory for several {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        static __ROUTE: __cors::Route = __cors::Route {
            policy: __cors::policy(__cors::Parts {
                origins: __cors::Origins::Listed(__cors::Listed {
                    origins: &["https://app.acme.example"],
                    latents: &[],
                    sets: &[],
                }),
                credentials: true,
                ..__cors::Parts::DEFAULT
            }),
            resources: &[
                __cors::Resource {
                    path: "/a",
                    methods: &["GET"],
                    guarded: true,
                },
                __cors::Resource {
                    path: "/a",
                    methods: &["PUT"],
                    guarded: false,
                },
                __cors::Resource {
                    path: "/b",
                    methods: &["PUT"],
                    guarded: false,
                },
            ],
        };
        #[routes]
        #[get("/a", guard = "acme", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        #[put("/a", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        #[put("/b", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        async fn several() {}
        __cors::register(several, &__ROUTE, __config);
    }
}
