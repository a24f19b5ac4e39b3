//! A policy or a gate around a scope: an argument of `.service(..)`, so that nothing can be wrapped around it by mistake.

use std::{future::Future, pin::Pin, rc::Rc};

use actix_service::{Service, ServiceFactory, Transform, fn_service};
use actix_web::{
    Error, HttpResponse, Scope,
    body::{EitherBody, MessageBody},
    dev::{
        AppService, HttpServiceFactory, ResourceDef, ResourceMap, ServiceRequest, ServiceResponse,
    },
    guard::{self, Guard, GuardContext},
};

use super::{
    application::Application,
    headers::PolicyHeaders,
    load::load,
    outer::{Layer, OuterService},
    request,
    rows::{Node, PROBE, ScopeGuards, ScopeId, ScopeRow},
};
use crate::Policy;

impl Policy {
    /// Places the policy around a scope. The result is an argument of `.service(..)`.
    ///
    /// It is the policy of every path below the scope's prefix that has no policy of its own, whether or not a resource is
    /// found there. Annotated routes, and scopes inside that a policy is placed around, keep theirs. A policy around the
    /// application knows the scope, and answers its preflights with this policy.
    ///
    /// ```
    /// use actix_web::{App, HttpResponse, web};
    /// use route_cors::{Policy, policy};
    ///
    /// static PARTNERS: Policy = policy!(origins = ["https://partner.example"]);
    ///
    /// let partners = web::scope("/partners").route("/stock", web::put().to(HttpResponse::Ok));
    /// let app = App::new().service(PARTNERS.around(partners));
    /// # drop(app);
    /// ```
    ///
    /// If the scope has a guard, put it on the result, where this library can see it: [`host`](Around::host) for the host
    /// that requests are for, [`guard`](Around::guard) for others.
    ///
    /// For one resource, use a scope with one route: `web::scope("/stock").route("", web::put().to(handler))`.
    pub fn around<S: PlacedScope>(&'static self, scope: S) -> Around<S> {
        Around::new(Some(self), scope)
    }
}

/// A scope that a policy or a gate is placed around. [`Policy::around`] and [`CorsGate::around`](crate::CorsGate::around)
/// return it. It is an argument of `.service(..)`.
#[must_use = "pass it to `.service(..)`"]
pub struct Around<S> {
    policy: Option<&'static Policy>,
    scope: S,
    host: Option<Rc<str>>,
    guards: Vec<Box<dyn Guard>>,
}

impl<S> Around<S> {
    pub(crate) fn new(policy: Option<&'static Policy>, scope: S) -> Self {
        Self {
            policy,
            scope,
            host: None,
            guards: Vec::new(),
        }
    }

    /// Serves only requests for a host, whatever the port is. Host names are compared without regard to ASCII case.
    ///
    /// A preflight is for the same host as the request that it announces. So scopes that differ by their hosts never
    /// answer for each other.
    pub fn host(mut self, host: &str) -> Self {
        self.host = Some(host.into());
        self
    }

    /// Serves only requests that pass a guard.
    ///
    /// A preflight does not carry what most guards test. It is allowed only what this policy allows and also the one that
    /// applies to requests that do not pass the guard.
    pub fn guard(mut self, guard: impl Guard + 'static) -> Self {
        self.guards.push(Box::new(guard));
        self
    }
}

impl<S: PlacedScope> HttpServiceFactory for Around<S> {
    fn register(self, config: &mut AppService) {
        let application = Application::registering(config);
        let (node, pattern, map) = Node::of_scope(application.name_if_new());
        let guards = ScopeGuards {
            host: self.host.clone(),
            has_others: !self.guards.is_empty(),
        };
        let headers = self.policy.map(PolicyHeaders::of);
        let scope_guard = ScopeGuard {
            host: self.host,
            others: self.guards,
        };
        application.open_scope(
            |first_route, parent| ScopeRow::new(headers, first_route, parent, guards, node),
            |id| {
                let layer = PlacedLayer {
                    application: Rc::clone(&application),
                    id,
                    policy: self.policy,
                };
                let probe = Probe { pattern, map };
                self.scope
                    .register_around(scope_guard, probe, layer, config);
            },
        );
    }
}

/// A scope that a policy or a gate can be placed around: [`web::scope`](actix_web::web::scope), with or without
/// middlewares.
#[diagnostic::on_unimplemented(
    message = "`around` takes a scope, and this is not one",
    label = "not a `web::scope(..)`",
    note = "for one resource, write a scope with one route: `POLICY.around(web::scope(\"/path\").route(\"\", web::get().to(handler)))`",
    note = "for files, write a scope with the files in it: `POLICY.around(web::scope(\"/static\").service(Files::new(\"\", \"./static\")))`"
)]
pub trait PlacedScope: sealed::RegisterAround {}

mod sealed {
    use super::{AppService, PlacedLayer, Probe, ScopeGuard};

    pub trait RegisterAround {
        fn register_around(
            self,
            guard: ScopeGuard,
            probe: Probe,
            layer: PlacedLayer,
            config: &mut AppService,
        );
    }
}

impl<T, B> PlacedScope for Scope<T>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
}

impl<T, B> sealed::RegisterAround for Scope<T>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    fn register_around(
        self,
        guard: ScopeGuard,
        probe: Probe,
        layer: PlacedLayer,
        config: &mut AppService,
    ) {
        // actix-web adds external resources first. So this one, and no service of the scope, is named for the path.
        let scope = self.configure(|config| {
            config.external_resource("route-cors probe", PROBE);
        });
        let scope = scope.service(probe).wrap(layer);
        if guard.is_empty() {
            scope.register(config);
        } else {
            scope.guard(guard).register(config);
        }
    }
}

/// The guards on a placed scope.
pub struct ScopeGuard {
    host: Option<Rc<str>>,
    others: Vec<Box<dyn Guard>>,
}

impl ScopeGuard {
    fn is_empty(&self) -> bool {
        self.host.is_none() && self.others.is_empty()
    }
}

impl Guard for ScopeGuard {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let is_for_host = self.host.as_ref().is_none_or(|host| {
            request::host(context.head()).is_some_and(|it| it.eq_ignore_ascii_case(host.as_bytes()))
        });
        is_for_host && self.others.iter().all(|guard| guard.check(context))
    }
}

/// Puts the node of a placed scope into actix-web's resource map. No request reaches it.
pub struct Probe {
    pattern: ResourceDef,
    map: Rc<ResourceMap>,
}

impl HttpServiceFactory for Probe {
    fn register(self, config: &mut AppService) {
        let never = guard::fn_guard(|_| false);
        let absent = fn_service(|request: ServiceRequest| async {
            Ok::<_, Error>(request.into_response(HttpResponse::NotFound()))
        });
        config.register_service(
            self.pattern,
            Some(vec![Box::new(never)]),
            absent,
            Some(self.map),
        );
    }
}

/// Wraps a scope in the policy or the gate that is placed around it.
pub struct PlacedLayer {
    application: Rc<Application>,
    id: ScopeId,
    policy: Option<&'static Policy>,
}

impl<S, B> Transform<S, ServiceRequest> for PlacedLayer
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = OuterService<S>;
    type InitError = ();
    type Future = Pin<Box<dyn Future<Output = Result<Self::Transform, ()>>>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let layer = Layer::Scope(Rc::clone(&self.application), self.id);
        let (application, policy) = (Rc::clone(&self.application), self.policy);
        Box::pin(async move {
            if let Some(policy) = policy {
                load(policy.parts())?;
            }
            application.finish().await?;
            Ok(OuterService::new(service, layer))
        })
    }
}
