// Sends the requests of a page's cases one after the other, and tells of each what a page can know.

const [cases, done] = arguments;

const read = response => response.text().then(body => ({
    sees: ['basic', 'cors'].includes(response.type) ? 'response' : response.type,
    status: response.status, headers: [...response.headers], body,
}));

const viaFetch = async ask => {
    const { method, headers, mode, credentials, redirect } = ask;
    const init = { method, headers, mode, credentials, redirect };
    if (ask.body !== null) {
        init.body = ask.via === 'stream' ? new Blob([ask.body]).stream() : ask.body;
        init.duplex = 'half';
    }
    let request;
    try {
        request = new Request(ask.url, init);
    } catch {
        return { sees: 'invalid' };
    }
    try {
        return await read(await fetch(request));
    } catch {
        return { sees: 'refused' };
    }
};

const viaXhr = ask => new Promise(resolve => {
    const xhr = new XMLHttpRequest();
    xhr.open(ask.method, ask.url);
    xhr.withCredentials = ask.credentials === 'include';
    for (const [name, value] of ask.headers) xhr.setRequestHeader(name, value);
    const listen = () => { xhr.upload.onprogress = () => {}; };
    if (ask.via === 'listening xhr') listen();
    xhr.onerror = () => resolve({ sees: 'refused' });
    xhr.onload = () => resolve({
        sees: 'response', status: xhr.status, body: xhr.responseText,
        headers: xhr.getAllResponseHeaders().split('\r\n').filter(line => line).map(line => {
            const colon = line.indexOf(':');
            return [line.slice(0, colon), line.slice(colon + 1).trim()];
        }),
    });
    xhr.send(ask.body);
    if (ask.via === 'late xhr') listen();
});

const viaWorker = ask => new Promise(resolve => {
    const worker = new Worker('/worker');
    worker.onmessage = event => resolve(event.data);
    worker.postMessage([`const read = ${read}; const viaFetch = ${viaFetch}; viaFetch`, ask]);
});

const viaImage = ask => new Promise(resolve => {
    const image = new Image();
    image.onload = image.onerror = () => resolve({ sees: 'opaque' });
    image.src = ask.url;
});

const viaScript = ask => new Promise(resolve => {
    const script = document.createElement('script');
    script.crossOrigin = ask.credentials === 'include' ? 'use-credentials' : 'anonymous';
    script.onload = () => resolve({ sees: 'loaded' });
    script.onerror = () => resolve({ sees: 'refused' });
    script.src = ask.url;
    document.head.append(script);
});

const viaFont = async ask => {
    const style = document.createElement('style');
    style.textContent = `@font-face { font-family: tried; src: url(${JSON.stringify(ask.url)}) }`;
    document.head.append(style);
    const [face] = document.fonts;
    await face.load().catch(() => {});
    style.remove();
    return { sees: face.status === 'loaded' ? 'loaded' : 'refused' };
};

const viaWebSocket = ask => new Promise(resolve => {
    const socket = new WebSocket(ask.url.replace('http:', 'ws:'));
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
    for (const asks of cases) {
        const seen = [];
        for (const ask of asks) seen.push(await via[ask.via](ask));
        results.push(seen);
    }
    done(results);
})();
