const form = document.getElementById('registration');
const error = document.getElementById('error');
const rows = document.getElementById('users');
const nobody = document.getElementById('nobody');

form.addEventListener('submit', async event => {
  event.preventDefault();
  const delay = document.getElementById('delay').value;
  const response = await fetch('api/users', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({
      email: document.getElementById('email').value,
      delaySeconds: delay === '' ? null : Number(delay)
    })
  });
  error.hidden = response.ok;
  if (!response.ok) {
    error.textContent = `The server answered ${response.status}.`;
    return;
  }
  document.getElementById('email').value = '';
  await refresh();
});

async function refresh() {
  const users = await (await fetch('api/users')).json();
  nobody.hidden = users.length > 0;
  rows.replaceChildren(...users.map(row));
}

function row(user) {
  const line = document.createElement('tr');
  line.dataset.email = user.email;
  const state = document.createElement('span');
  state.className = `state ${user.state}`;
  state.textContent = user.state;
  line.append(cell(user.email), cell(state), cell(when(user)), cell(user.mail ?? ''));
  return line;
}

function cell(content) {
  const cell = document.createElement('td');
  cell.append(content);
  return cell;
}

function when(user) {
  if (user.finishedAt) {
    return `at ${new Date(user.finishedAt).toLocaleTimeString()}`;
  }
  const seconds = Math.ceil((new Date(user.runAt) - Date.now()) / 1000);
  return seconds > 0 ? `in ${seconds} s` : 'now';
}

async function keepFresh() {
  try {
    await refresh();
  } catch {
    // The server may be restarting; the next round asks again.
  }
  setTimeout(keepFresh, 1000);
}

keepFresh();
