import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { compose, expediteurDe, isMailAddress, MailAddressError } from './compose.ts'
import { lireEchec } from './lire-echec.ts'
import { listMailbox, mailboxMailer, readMailbox } from './mailbox.ts'
import { smtpMailer } from './smtp.ts'
import { auPremierMessage } from './transport.ts'

const origine = 'https://coforme.exemple.fr'
const message = {
  a: 'soraya@exemple.fr',
  objet: 'Votre émargement : à signer',
  texte: 'Bonjour,\nhttps://coforme.exemple.fr/lien/abc\n',
  deLaPart: 'Langue & Lien',
  repondreA: 'bonjour@langue-et-lien.example',
  id: '0198c0de-1111-7abc-8def-0123456789ab',
}

const aFermer: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const f of aFermer.splice(0)) await f()
})

const serveur = async (options: SMTPServerOptions = {}) => {
  const recus: { de: string; pour: string[]; brut: string }[] = []
  const s = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(flux, session, fini) {
      const morceaux: Buffer[] = []
      flux.on('data', (m: Buffer) => morceaux.push(m))
      flux.on('end', () => {
        recus.push({
          de: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          pour: session.envelope.rcptTo.map((r) => r.address),
          brut: Buffer.concat(morceaux).toString(),
        })
        fini()
      })
    },
    ...options,
  })
  s.on('error', () => {})
  await new Promise<void>((prete) => s.listen(0, '127.0.0.1', prete))
  aFermer.push(() => new Promise<void>((ferme) => s.close(() => ferme())))
  const port = (s.server.address() as AddressInfo).port
  return { recus, url: `smtp://127.0.0.1:${port}?expediteur=coforme@exemple.fr` }
}
const envoyeur = (smtpUrl: string, silence = 5000) => {
  const m = smtpMailer({ smtpUrl, origine }, { connexion: 5000, accueil: silence, silence })
  aFermer.push(() => m.close())
  return m
}

describe('un courriel remis par SMTP', () => {
  it('part de l’adresse de l’instance, au nom de l’organisme, avec où répondre', async () => {
    const { recus, url } = await serveur()
    await envoyeur(url).send({ ...message, html: '<p>Bonjour</p>' })
    expect(recus).toHaveLength(1)
    expect(recus[0]?.de).toBe('coforme@exemple.fr')
    expect(recus[0]?.pour).toEqual(['soraya@exemple.fr'])
    const brut = recus[0]?.brut ?? ''
    expect(brut).toMatch(/^From: "Langue & Lien" <coforme@exemple.fr>/m)
    expect(brut).toMatch(/^Reply-To: "Langue & Lien" <bonjour@langue-et-lien.example>/m)
    expect(brut).toContain(`Message-ID: <${message.id}@exemple.fr>`)
    expect(brut).toContain('Auto-Submitted: auto-generated')
    expect(brut).toContain('text/plain')
    expect(brut).toContain('text/html')
  })

  it('donne le nom et le mot de passe de SMTP_URL, décodés', async () => {
    const vus: string[] = []
    const { url } = await serveur({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth(auth, _session, fini) {
        vus.push(`${auth.username} ${auth.password}`)
        fini(null, { user: 'moi' })
      },
    })
    await envoyeur(url.replace('smtp://', 'smtp://moi%40x:a%2Fb@')).send(message)
    expect(vus).toEqual(['moi@x a/b'])
  })

  it('refusé par le serveur, lève avec le code du refus', async () => {
    const { recus, url } = await serveur({
      onRcptTo(_adresse, _session, fini) {
        fini(Object.assign(new Error('boîte inconnue'), { responseCode: 550 }))
      },
    })
    await expect(envoyeur(url).send(message)).rejects.toMatchObject({ responseCode: 550 })
    expect(recus).toHaveLength(0)
  })

  it('refusé pour le moment, lève avec un code qui dit de retenter', async () => {
    const { url } = await serveur({
      onMailFrom(_adresse, _session, fini) {
        fini(Object.assign(new Error('plus tard'), { responseCode: 451 }))
      },
    })
    await expect(envoyeur(url).send(message)).rejects.toMatchObject({ responseCode: 451 })
  })

  it('dont le mot de passe est refusé, ou l’accueil, met en cause le serveur et non le message', async () => {
    const { url } = await serveur({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, fini) =>
        fini(Object.assign(new Error('mot de passe faux'), { responseCode: 535 })),
    })
    const refuse = await envoyeur(url.replace('smtp://', 'smtp://moi:faux@'))
      .send(message)
      .catch((e: unknown) => e)
    expect(lireEchec(refuse)).toEqual({ code: '535', sort: 'plus-tard' })

    const ferme = createServer((prise) => prise.end('554 pas de service ici\r\n'))
    await new Promise<void>((prete) => ferme.listen(0, '127.0.0.1', prete))
    aFermer.push(() => new Promise((fini) => ferme.close(fini)))
    const { port } = ferme.address() as AddressInfo
    const accueil = await envoyeur(`smtp://127.0.0.1:${port}`)
      .send(message)
      .catch((e: unknown) => e)
    expect(lireEchec(accueil)).toEqual({ code: '554', sort: 'plus-tard' })

    const inconnue = await serveur({
      onRcptTo: (_a, _s, fini) => fini(Object.assign(new Error('boîte inconnue'), { responseCode: 550 })),
    })
    expect(
      lireEchec(
        await envoyeur(inconnue.url)
          .send(message)
          .catch((e: unknown) => e),
      ),
    ).toEqual({
      code: '550',
      sort: 'adresse',
    })
  })

  it('devant un serveur muet, abandonne au lieu d’attendre toujours', async () => {
    const prises = new Set<Socket>()
    const muet = createServer((prise) => void prises.add(prise))
    await new Promise<void>((prete) => muet.listen(0, '127.0.0.1', prete))
    aFermer.push(async () => {
      for (const p of prises) p.destroy()
      await new Promise((ferme) => muet.close(ferme))
    })
    const { port } = muet.address() as AddressInfo
    await expect(envoyeur(`smtp://127.0.0.1:${port}`, 50).send(message)).rejects.toMatchObject({
      code: 'ETIMEDOUT',
    })
  })

  it('devant un serveur qui coupe, lève', async () => {
    const coupe = createServer((prise) => prise.destroy())
    await new Promise<void>((prete) => coupe.listen(0, '127.0.0.1', prete))
    aFermer.push(() => new Promise((ferme) => coupe.close(ferme)))
    const { port } = coupe.address() as AddressInfo
    await expect(envoyeur(`smtp://127.0.0.1:${port}`).send(message)).rejects.toThrow()
  })
})

describe('les en-têtes', () => {
  const de = expediteurDe(undefined, origine)

  it('ne se laissent pas allonger par une donnée', async () => {
    const { recus, url } = await serveur()
    const pirate = 'Bonjour\r\nBcc: tous@exemple.fr\r\n\r\nCorps'
    await envoyeur(url).send({ ...message, objet: pirate, deLaPart: pirate })
    expect(recus[0]?.pour).toEqual(['soraya@exemple.fr'])
    expect(recus[0]?.brut).not.toMatch(/^Bcc:/m)
  })

  it.each([
    'a@b.fr, c@d.fr',
    'a@b.fr\r\nBcc: c@d.fr',
    'Nom <a@b.fr>',
    'groupe:a@b.fr;',
    '"a b"@c.fr',
    'a@@b.fr',
    'a@b..fr',
    '',
    'a@-b.fr',
    `${'a'.repeat(65)}@b.fr`,
  ])('refusent l’adresse %j', (a) => {
    expect(isMailAddress(a)).toBe(false)
    expect(() => compose({ ...message, a }, de)).toThrow(MailAddressError)
    expect(() => compose({ ...message, repondreA: a }, de)).toThrow(MailAddressError)
  })

  it('exigent un texte brut', () => {
    expect(() => compose({ ...message, texte: ' ' }, de)).toThrow(/texte brut/)
  })

  it('ne font jamais lire un fichier du serveur', () => {
    expect(compose(message, de)).toMatchObject({ disableFileAccess: true, disableUrlAccess: true })
  })
})

describe('la boîte de démonstration', () => {
  const donnees = mkdtempSync(join(tmpdir(), 'coforme-boite-'))
  afterAll(() => rmSync(donnees, { recursive: true }))
  let t = Date.UTC(2026, 10, 24, 9)
  const boite = mailboxMailer({ donnees, origine: 'http://localhost:3000', now: () => new Date(t++) })

  it('garde les messages, du plus récent au plus ancien, et sait pour qui ils sont', async () => {
    await boite.send(message)
    await boite.send({ ...message, a: 'julien@exemple.fr', objet: 'Second' })
    const tous = await listMailbox(donnees)
    expect(tous.map((m) => m.a)).toEqual(['julien@exemple.fr', 'soraya@exemple.fr'])
    expect(await listMailbox(donnees, { pour: 'soraya@exemple.fr' })).toHaveLength(1)
    expect((await readMailbox(donnees, tous[1]?.numero ?? ''))?.texte).toBe(message.texte)
  })

  it('est un vrai message, que seul le propriétaire lit', () => {
    const dossier = join(donnees, 'courriel')
    const eml = readdirSync(dossier).filter((n) => n.endsWith('.eml'))
    expect(eml).toHaveLength(2)
    expect(readFileSync(join(dossier, eml[0] ?? ''), 'utf8')).toContain('To: soraya@exemple.fr\r\n')
    expect(statSync(join(dossier, eml[0] ?? '')).mode & 0o777).toBe(0o600)
  })

  it('n’ouvre rien hors d’elle-même', async () => {
    for (const numero of ['../../etc/passwd', '..', '', 'x', '20261124T090000000-zzzzzzzz'])
      expect(await readMailbox(donnees, numero)).toBeUndefined()
    expect(await listMailbox(join(donnees, 'absent'))).toEqual([])
  })
})

it('un transport qui n’a pas pu se charger se recharge au message suivant, et se ferme sans lever', async () => {
  let essais = 0
  const fermes: number[] = []
  const transport = auPremierMessage(() => {
    const rang = ++essais
    if (rang === 1) throw new Error('chargement refusé')
    return { close: () => void fermes.push(rang) }
  })
  const premier = expect(transport.ouvrir()).rejects.toThrow('chargement refusé')
  await transport.fermer()
  await premier
  await transport.ouvrir()
  await transport.fermer()
  expect([essais, fermes]).toEqual([2, [2]])
})
