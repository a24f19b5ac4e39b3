// Sends the requests of a page's cases in order, and reports what the page can know of each response.

const [cases, done] = arguments;

const read = response => response.text().then(body => ({
    sees: ['basic', 'cors'].includes(response.type) ? 'response' : response.type,
    status: response.status, headers: [...response.headers], body,
}));

const viaFetch = async request => {
    const { method, headers, mode, credentials, redirect } = request;
    const init = { method, headers, mode, credentials, redirect };
    if (request.body !== null) {
        init.body = request.via === 'stream' ? new Blob([request.body]).stream() : request.body;
        init.duplex = 'half';
    }
    let built;
    try {
        built = new Request(request.url, init);
    } catch {
        return { sees: 'invalid' };
    }
    try {
        return await read(await fetch(built));
    } catch {
        return { sees: 'refused' };
    }
};

const viaXhr = request => new Promise(resolve => {
    const xhr = new XMLHttpRequest();
    xhr.open(request.method, request.url);
    xhr.withCredentials = request.credentials === 'include';
    for (const [name, value] of request.headers) xhr.setRequestHeader(name, value);
    const listen = () => { xhr.upload.onprogress = () => {}; };
    if (request.via === 'listening xhr') listen();
    xhr.onerror = () => resolve({ sees: 'refused' });
    xhr.onload = () => resolve({
        sees: 'response', status: xhr.status, body: xhr.responseText,
        headers: xhr.getAllResponseHeaders().split('\r\n').filter(line => line).map(line => {
            const colon = line.indexOf(':');
            return [line.slice(0, colon), line.slice(colon + 1).trim()];
        }),
    });
    xhr.send(request.body);
    if (request.via === 'late xhr') listen();
});

const viaWorker = request => new Promise(resolve => {
    const worker = new Worker('/worker');
    worker.onmessage = event => resolve(event.data);
    worker.postMessage([`const read = ${read}; const viaFetch = ${viaFetch}; viaFetch`, request]);
});

const viaImage = request => new Promise(resolve => {
    const image = new Image();
    image.onload = image.onerror = () => resolve({ sees: 'opaque' });
    image.src = request.url;
});

const viaScript = request => new Promise(resolve => {
    const script = document.createElement('script');
    script.crossOrigin = request.credentials === 'include' ? 'use-credentials' : 'anonymous';
    script.onload = () => resolve({ sees: 'loaded' });
    script.onerror = () => resolve({ sees: 'refused' });
    script.src = request.url;
    document.head.append(script);
});

const viaFont = async request => {
    const style = document.createElement('style');
    style.textContent = `@font-face { font-family: tried; src: url(${JSON.stringify(request.url)}) }`;
    document.head.append(style);
    const [face] = document.fonts;
    await face.load().catch(() => {});
    style.remove();
    return { sees: face.status === 'loaded' ? 'loaded' : 'refused' };
};

const viaWebSocket = request => new Promise(resolve => {
    const socket = new WebSocket(request.url.replace('http:', 'ws:'));
    socket.onmessage = () => {
        resolve({ sees: 'loaded' });
        socket.close();
    };
    socket.onerror = () => resolve({ sees: 'refused' });
});

const via = {
    fetch: viaFetch, stream: viaFetch, worker: viaWorker, xhr: viaXhr, 'listening xhr': viaXhr, 'late xhr': viaXhr,
    image: viaImage, script: viaScript, font: viaFont, 'web socket': viaWebSocket,
};

(async () => {
    const results = [];
    for (const requests of cases) {
        const seen = [];
        for (const request of requests) seen.push(await via[request.via](request));
        results.push(seen);
    }
    done(results);
})();
