//! The parts of a policy. Each argument of `#[cors]` is a field, with a default and a function that generated code calls:
//! in a build of many routes, calls take the compiler half the time that nested struct literals take.

use super::{AllowReason, Allowances, Credentials, Listed, Mismatch, Names, Origins, RuleSet, Set};

/// A CORS policy. Every argument of `#[cors]` is a field.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// The origins that may use the route.
    pub origins: Origins,
    /// The methods that pages may use; `None` means every method of the route.
    pub methods: Option<&'static [&'static str]>,
    /// The request headers that pages may set.
    pub headers: Names,
    /// The response headers that pages may read.
    pub expose: Names,
    /// The origins that may use cookies, client certificates and HTTP authentication.
    pub credentials: Credentials,
    /// How many seconds browsers may cache a preflight response; `None` leaves it to the browser.
    pub max_age: Option<u32>,
    /// The treatment of a request from an origin that is not allowed.
    pub mismatch: Mismatch,
    /// The allowances of the policy's own `allow(..)`.
    pub allowances: Allowances,
    /// The reasons of `allow(..)`.
    pub reasons: &'static [AllowReason],
}

impl Parts {
    /// The values of omitted arguments.
    pub const DEFAULT: Self = Self {
        origins: Origins::Listed(Listed::EMPTY),
        methods: None,
        headers: Names::Listed(&[]),
        expose: Names::Listed(&[]),
        credentials: Credentials::None,
        max_age: None,
        mismatch: Mismatch::Omit,
        allowances: Allowances::NONE,
        reasons: &[],
    };

    /// Returns whether requests from origins that are not allowed are rejected before the handler runs.
    #[must_use]
    pub const fn rejects(&self) -> bool {
        matches!(self.mismatch, Mismatch::Reject)
    }

    /// Returns whether no origin is allowed: the policy is `off`, or `cfg` left its list empty.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        match &self.origins {
            Origins::Any => false,
            Origins::Listed(listed) => listed.is_empty(),
        }
    }

    /// Returns whether responses depend on the request's `Origin`. If not, every response has the same
    /// `Access-Control-Allow-Origin`, or none has one.
    #[must_use]
    pub const fn depends_on_origin(&self) -> bool {
        match self.origins {
            Origins::Any => !self.credentials.is_none(),
            Origins::Listed(_) => !self.is_off(),
        }
    }

    /// Returns every set that the policy lists. A set may occur twice.
    pub fn all_sets(&self) -> impl Iterator<Item = &'static Set> + use<> {
        let origins = match self.origins {
            Origins::Any => &[],
            Origins::Listed(listed) => listed.sets,
        };
        let credentials = match self.credentials {
            Credentials::None | Credentials::All => &[],
            Credentials::Only(listed) => listed.sets,
        };
        origins.iter().chain(credentials).map(|element| element.set)
    }

    /// Sets `origins = any`.
    #[must_use]
    pub const fn any_origin(mut self) -> Self {
        self.origins = Origins::Any;
        self.allowances = Allowances::NONE;
        self.reasons = &[];
        self
    }

    /// Sets `origins = [..]`. The allowances of the policy that this one starts from are about its own origins, so they
    /// are dropped.
    #[must_use]
    pub const fn origins(mut self, origins: &'static [&'static str]) -> Self {
        self.origins = Origins::Listed(Listed {
            origins,
            ..Listed::EMPTY
        });
        self.allowances = Allowances::NONE;
        self.reasons = &[];
        self
    }

    /// Sets `origins = [..]` to a list that is more than origins and patterns.
    #[must_use]
    pub const fn origins_listed(mut self, listed: Listed) -> Self {
        self.origins = Origins::Listed(listed);
        self.allowances = Allowances::NONE;
        self.reasons = &[];
        self
    }

    /// Sets `methods = [..]`.
    #[must_use]
    pub const fn methods(mut self, methods: &'static [&'static str]) -> Self {
        self.methods = Some(methods);
        self
    }

    /// Sets `headers = any`.
    #[must_use]
    pub const fn any_header(mut self) -> Self {
        self.headers = Names::Any;
        self
    }

    /// Sets `headers = [..]`.
    #[must_use]
    pub const fn headers(mut self, names: &'static [&'static str]) -> Self {
        self.headers = Names::Listed(names);
        self
    }

    /// Sets `expose = any`.
    #[must_use]
    pub const fn expose_any(mut self) -> Self {
        self.expose = Names::Any;
        self
    }

    /// Sets `expose = [..]`.
    #[must_use]
    pub const fn expose(mut self, names: &'static [&'static str]) -> Self {
        self.expose = Names::Listed(names);
        self
    }

    /// Sets `credentials`, or `credentials = false`.
    #[must_use]
    pub const fn credentials(mut self, credentials: bool) -> Self {
        self.credentials = match (credentials, self.credentials) {
            (true, Credentials::All) => return self,
            (true, _) => Credentials::All,
            (false, _) => Credentials::None,
        };
        self.allowances.credentials = RuleSet::EMPTY;
        self
    }

    /// Sets `credentials = [..]`.
    #[must_use]
    pub const fn credentials_only(mut self, listed: Listed) -> Self {
        self.credentials = Credentials::Only(listed);
        self.allowances.credentials = RuleSet::EMPTY;
        self
    }

    /// Sets `max_age`.
    #[must_use]
    pub const fn max_age(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// Sets `mismatch`.
    #[must_use]
    pub const fn mismatch(mut self, mismatch: Mismatch) -> Self {
        self.mismatch = mismatch;
        self
    }

    /// Sets the reasons of the policy's own `allow(..)`.
    #[must_use]
    pub const fn reasons(mut self, reasons: &'static [AllowReason]) -> Self {
        self.reasons = reasons;
        self
    }

    /// Adds the rules of the policy's own `allow(..)`, for what the policy protects now. The last call.
    #[must_use]
    pub const fn allow(mut self, rules: RuleSet) -> Self {
        if !matches!(self.credentials, Credentials::None) {
            self.allowances.credentials = self.allowances.credentials.union(rules);
        }
        if self.rejects() {
            self.allowances.reject = self.allowances.reject.union(rules);
        }
        self
    }
}
