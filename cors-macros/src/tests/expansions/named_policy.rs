#[allow(non_camel_case_types)]
pub struct partners;
impl ::route_cors::__private::HttpServiceFactory for partners {
    fn register(self, __config: &mut ::route_cors::__private::AppService) {
        use ::route_cors::__private as __cors;
        #[allow(unused_imports)]
        use __cors::WrongKind as _;
        const __PARTS: __cors::Parts = __cors::base(__cors::Named(&PARTNERS).policy())
            .credentials(true);
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::FileOrigin,
            "`PARTNERS` and `credentials` do not go together: any local file in such a shell could act as an allowed page: its origin is `file://`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: file_origin\nsee: route_cors::rules::file_origin",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::NullOrigin,
            "`PARTNERS` and `credentials` do not go together: any sandboxed frame could act as an allowed page: its origin is `null`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: null_origin\nsee: route_cors::rules::null_origin",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::PublicSuffixWildcard,
            "`PARTNERS` and `credentials` do not go together: strangers can get a name below one of the wildcards\nhelp: where it is meant: `allow(public_suffix_wildcard, reason = \"..\")`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: public_suffix_wildcard\nsee: route_cors::rules::public_suffix_wildcard",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::AnyPort,
            "`PARTNERS` and `credentials` do not go together: whatever listens on any port of one of the hosts is let in\nhelp: where it is meant: `allow(any_port, reason = \"..\")`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: any_port\nsee: route_cors::rules::any_port",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::InsecureOrigin,
            "`PARTNERS` and `credentials` do not go together: the pages of one of the origins arrive in clear text, and whoever is on the way can act as them\nhelp: where it is meant: `allow(insecure_origin, reason = \"..\")`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: insecure_origin\nsee: route_cors::rules::insecure_origin",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::LoopbackOrigin,
            "`PARTNERS` and `credentials` do not go together: one of the origins is whatever listens on the visitor's own machine\nhelp: where it is meant: `allow(loopback_origin, reason = \"..\")`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: loopback_origin\nsee: route_cors::rules::loopback_origin",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::SubdomainWildcardWithCredentials,
            "`PARTNERS` and `credentials` do not go together: with credentials, one subdomain that is taken over acts as the visitor\nhelp: where it is meant: `allow(subdomain_wildcard_with_credentials, reason = \"..\")`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: subdomain_wildcard_with_credentials\nsee: route_cors::rules::subdomain_wildcard_with_credentials",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::UnboundedOriginSet,
            "`PARTNERS` and `credentials` do not go together: any https page is let in once its origin has arrived\nhelp: where it is meant: `allow(unbounded_origin_set, reason = \"..\")`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: unbounded_origin_set\nsee: route_cors::rules::unbounded_origin_set",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::AnyHostOfScheme,
            "`PARTNERS` and `credentials` do not go together: one of the origins is every host of a scheme, whoever it belongs to\nhelp: where it is meant: `allow(any_host_of_scheme, reason = \"..\")`\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: any_host_of_scheme\nsee: route_cors::rules::any_host_of_scheme",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::AnyOriginWithCredentials,
            "`PARTNERS` and `credentials` do not go together: any origin with credentials would let every site on the web act as the visitor\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: any_origin_with_credentials\nsee: route_cors::rules::any_origin_with_credentials",
        );
        const _: () = __cors::assert_holds(
            &__PARTS,
            __cors::Rule::AnyExposeWithCredentials,
            "`PARTNERS` and `credentials` do not go together: with credentials, browsers read the `*` of `expose = any` as the name of a header\nhelp: see `PARTNERS` for what it brings in; a key that is given here replaces its key\nrule: any_expose_with_credentials\nsee: route_cors::rules::any_expose_with_credentials",
        );
        const _: () = __cors::assert_serves_one_of(
            &__PARTS,
            &["GET"],
            "the route serves GET, and `PARTNERS` lets pages send none of it\nhelp: name the methods: `methods = [GET]`\nrule: method_not_routed\nsee: route_cors::rules::method_not_routed",
        );
        static __ROUTE: __cors::Route = __cors::route(
            &__cors::policy_or_off(__PARTS),
            "/partners",
            &["GET"],
            false,
        );
        #[get("/partners", wrap = "__cors::Endpoint::new(&__ROUTE)")]
        async fn partners() {}
        __cors::register(partners, &__ROUTE, __config);
    }
}
