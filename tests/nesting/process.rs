//! Asks an application in process, without a connection.

use actix_web::{
    Error,
    body::{MessageBody, to_bytes},
    dev::{Service, ServiceResponse},
};

/// The parts of a response that matter.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// `Vary` and the `Access-Control-*`, those without their common prefix, sorted.
    pub cors: Vec<String>,
    pub body: String,
}

impl Answer {
    /// Checks whether a page may read it.
    pub fn allows(&self, origin: &str) -> bool {
        self.cors.iter().any(|line| {
            line.strip_prefix("allow-origin: ")
                .is_some_and(|allowed| allowed == "*" || allowed == origin)
        })
    }

    /// Asserts the status and everything that CORS has to say.
    #[track_caller]
    pub fn is(&self, status: u16, cors: &[&str]) -> &Self {
        assert_eq!(
            (
                self.status,
                self.cors.iter().map(String::as_str).collect::<Vec<_>>()
            ),
            (status, cors.to_vec()),
            "{self:?}"
        );
        self
    }
}

/// Asks a service. An error is what the server would make of it.
pub async fn ask<R, B: MessageBody + 'static>(
    service: &impl Service<R, Response = ServiceResponse<B>, Error = Error>,
    request: R,
) -> Answer {
    let response = match service.call(request).await {
        Ok(response) => response.into_parts().1.map_into_boxed_body(),
        Err(error) => error.error_response(),
    };
    let status = response.status().as_u16();
    let fields = response.headers().iter();
    let mut cors: Vec<String> = fields
        .filter_map(|(name, value)| {
            let short = name.as_str().strip_prefix("access-control-");
            let name = short.or((name == "vary").then_some("vary"))?;
            Some(format!("{name}: {}", value.to_str().expect("it is text")))
        })
        .collect();
    cors.sort();
    let Ok(body) = to_bytes(response.into_body()).await else {
        panic!("the body ends early");
    };
    Answer {
        status,
        cors,
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}
