//! Parts of a policy, key by key, as generated code puts them together. In a build of many routes, calls take the
//! compiler half the time that literals of structs in structs take.

use super::{Element, Latent, Listed, Mismatch, Names, Origins, Parts};

impl Parts {
    /// The same, for everybody's pages.
    #[must_use]
    pub const fn any_origin(mut self) -> Self {
        self.origins = Origins::Any;
        self
    }

    /// The same, for pages of these origins, of which no rule would say anything.
    #[must_use]
    pub const fn origins(mut self, origins: &'static [&'static str]) -> Self {
        self.origins = Origins::Listed(Listed {
            origins,
            latents: &[],
            sets: &[],
        });
        self
    }

    /// The same, where rules would say this of the listed origins.
    #[must_use]
    pub const fn latents(mut self, latents: &'static [Latent]) -> Self {
        if let Origins::Listed(listed) = &mut self.origins {
            listed.latents = latents;
        }
        self
    }

    /// The same, for pages of these sets too.
    #[must_use]
    pub const fn sets(mut self, sets: &'static [Element]) -> Self {
        if let Origins::Listed(listed) = &mut self.origins {
            listed.sets = sets;
        }
        self
    }

    /// The same, with these methods.
    #[must_use]
    pub const fn methods(mut self, methods: &'static [&'static str]) -> Self {
        self.methods = Some(methods);
        self
    }

    /// The same, with any request header.
    #[must_use]
    pub const fn any_header(mut self) -> Self {
        self.headers = Names::Any;
        self
    }

    /// The same, with these request headers.
    #[must_use]
    pub const fn headers(mut self, names: &'static [&'static str]) -> Self {
        self.headers = Names::Listed(names);
        self
    }

    /// The same, with any response header.
    #[must_use]
    pub const fn expose_any(mut self) -> Self {
        self.expose = Names::Any;
        self
    }

    /// The same, with these response headers.
    #[must_use]
    pub const fn expose(mut self, names: &'static [&'static str]) -> Self {
        self.expose = Names::Listed(names);
        self
    }

    /// The same, with or without credentials.
    #[must_use]
    pub const fn credentials(mut self, credentials: bool) -> Self {
        self.credentials = credentials;
        self
    }

    /// The same, remembered for so many seconds.
    #[must_use]
    pub const fn max_age(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// The same, where other origins are refused or not.
    #[must_use]
    pub const fn rejects(mut self, rejects: bool) -> Self {
        self.mismatch = if rejects {
            Mismatch::Reject
        } else {
            Mismatch::Omit
        };
        self
    }

    /// The same, with this allowed about all origins.
    #[must_use]
    pub const fn allowed(mut self, allowed: Latent) -> Self {
        self.allowed = allowed;
        self
    }
}
