//! One function for each argument of a policy, as generated code calls them. In a build of many routes, calls take the
//! compiler half the time that nested struct literals take.

use super::{
    AllowReason, Allowances, Credentials, Listed, Mismatch, Names, Origins, Parts, RuleSet,
};

impl Parts {
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
