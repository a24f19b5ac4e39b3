// Adds a form to the page if there are fields to send, or else a link.

const [url, fields] = arguments;
const door = document.createElement(fields === null ? 'a' : 'button');
door.id = 'door';
door.textContent = 'leave';
if (fields === null) {
    door.href = url;
    document.body.append(door);
} else {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = url;
    for (const [name, value] of new URLSearchParams(fields)) {
        const field = document.createElement('input');
        [field.type, field.name, field.value] = ['hidden', name, value];
        form.append(field);
    }
    form.append(door);
    document.body.append(form);
}
