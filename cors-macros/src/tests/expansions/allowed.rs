#[allow(non_camel_case_types)]
pub struct stock;
impl ::route_cors::__private::HttpServiceFactory for stock {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        const __ORIGINS: __cors::Listed = __cors::Listed {
            origins: &["http://scanner.acme.lan", "https://*.shops.acme.example:*"],
            violations: &[
                __cors::RuleSet::EMPTY
                    .and(__cors::Rule::AnyPort)
                    .and(__cors::Rule::SubdomainWildcardWithCredentials),
            ],
            sets: &[],
            conditional: &[],
            reasons: &[
                __cors::AllowReason {
                    rule: "insecure_origin",
                    reason: "no TLS, OPS-211",
                    element: "http://scanner.acme.lan",
                },
            ],
        };
        static __ROUTE: __cors::Route = __cors::route(
            __cors::policy(
                __cors::Parts::DEFAULT
                    .origins_listed(__ORIGINS)
                    .mismatch(__cors::Mismatch::Reject)
                    .reasons(
                        &[
                            __cors::AllowReason {
                                rule: "any_port",
                                reason: "ours, every port",
                                element: "",
                            },
                        ],
                    )
                    .allow(__cors::RuleSet::EMPTY.and(__cors::Rule::AnyPort)),
            ),
            "/stock",
            __cors::methods::GET,
            false,
        );
        use get as _;
        async fn stock() -> String {
            String::new()
        }
        __cors::register_plain(__cors::to(stock), "stock", &__ROUTE, __config);
    }
}
