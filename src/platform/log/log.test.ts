import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createLogger, logRequest, newErrorNumber } from './create-logger.ts'
import { redactError, scrub } from './redact.ts'

const ecouter = () => {
  const lignes: string[] = []
  const log = createLogger({ vers: { write: (l: string) => void lignes.push(l) } })
  return { log, lignes, brut: () => lignes.join('') }
}

describe('le journal', () => {
  it('écrit une ligne JSON par fait, avec son niveau et son instant', () => {
    const { log, lignes } = ecouter()
    log.info('demarrage', { port: 3000, demo: true })
    log.warn('lent', { ms: 12.5 })
    expect(lignes).toHaveLength(2)
    expect(JSON.parse(lignes[0] ?? '')).toMatchObject({
      niveau: 'info',
      fait: 'demarrage',
      port: 3000,
      demo: true,
    })
    expect(JSON.parse(lignes[0] ?? '').le).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  it('ne garde ni nom, ni courriel, ni secret, quelle que soit l’écriture de la clé', () => {
    const { log, brut } = ecouter()
    const secret = 'Amrani'
    for (const cle of [
      'nom',
      'prenom',
      'Prénom',
      'nomUsage',
      'courriel',
      'email',
      'a',
      'motDePasse',
      'mot_de_passe',
      'password',
      'jeton',
      'token',
      'csrf-token',
      'Set-Cookie',
      'authorization',
      'ip',
      'x-forwarded-for',
      'corps',
      'objet',
      'telephone',
      'adresse',
      'dateNaissance',
      'phrase_de_passe',
      'url',
      'iban',
    ])
      log.info('fait', { [cle]: secret, dedans: { [cle]: secret }, liste: [{ [cle]: secret }] })
    expect(brut()).not.toContain(secret)
  })

  it('garde les identifiants, les codes et les durées', () => {
    const { log, lignes } = ecouter()
    const id = '0198c0de-1111-7abc-8def-0123456789ab'
    log.info('fait', {
      organisme: id,
      gabarit: 'certificat-realisation.v1',
      statut: 409,
      code: 'deja-signee',
    })
    expect(JSON.parse(lignes[0] ?? '')).toMatchObject({
      organisme: id,
      gabarit: 'certificat-realisation.v1',
      statut: 409,
      code: 'deja-signee',
    })
  })

  it('n’écrit jamais des octets, une classe ni un objet profond', () => {
    const { log, brut } = ecouter()
    log.info('fait', {
      octets: Buffer.from('Amrani'),
      carte: new Map([['x', 'Amrani']]),
      a1: { b: { c: { d: 'Amrani' } } },
    })
    expect(brut()).not.toContain('Amrani')
    expect(brut()).not.toContain('65,109')
  })

  it('ne garde d’une erreur ni ce qu’elle cite, ni le détail de PostgreSQL', () => {
    const { log, brut, lignes } = ecouter()
    const erreur = Object.assign(new Error('invalid input syntax for type uuid: "soraya.amrani"'), {
      code: '22P02',
      detail: 'Key (courriel)=(soraya@exemple.fr) already exists.',
      constraint: 'compte_courriel_key',
    })
    log.error('panne', new Error('échec de « Soraya Amrani »', { cause: erreur }), { numero: 'K7QP-2M4X' })
    expect(brut()).not.toMatch(/soraya|amrani/i)
    expect(JSON.parse(lignes[0] ?? '')).toMatchObject({
      niveau: 'error',
      numero: 'K7QP-2M4X',
      erreur: { genre: 'Error', cause: { code: '22P02', constraint: 'compte_courriel_key' } },
    })
    expect(JSON.parse(lignes[0] ?? '').erreur.pile[0]).toMatch(/^at /)
  })

  it('survit à ce qui n’est pas une erreur', () => {
    expect(redactError('Amrani')).toEqual({ genre: 'string' })
    expect(redactError(undefined)).toEqual({ genre: 'undefined' })
  })

  it('dit d’une requête son motif et rien de son adresse', () => {
    const { log, lignes } = ecouter()
    logRequest(log, { methode: 'GET', route: '/lien/:jeton', statut: 200, ms: 12.345, requete: 'r1' })
    expect(JSON.parse(lignes[0] ?? '')).toMatchObject({
      fait: 'requete',
      route: '/lien/:jeton',
      statut: 200,
      ms: 12.3,
    })
  })
})

describe('un texte nettoyé', () => {
  it.each([
    ['/lien/abcDEF123 ouvert', '/lien/[tu] ouvert'],
    ['GET /sessions?courriel=x@y.fr', 'GET /sessions?[tu]'],
    ['refus pour <soraya@exemple.fr>', 'refus pour <[tu]>'],
    ['smtp://moi:secret@serveur:587', 'smtp://[tu]@serveur:587'],
    ['depuis 192.168.1.12', 'depuis [tu]'],
    ['appeler 04 65 71 20 30', 'appeler [tu]'],
    ['jeton q7Zr0aB3dE5fG7hI9jK1lM3nO5', 'jeton [tu]'],
    ['emargement.demi-journee-signee', 'emargement.demi-journee-signee'],
    ['/lien/abcdefgh ouvert', '/lien/[tu] ouvert'],
    ['soraya@exemple', '[tu]'],
    ['/sessions?nom=Amrani', '/sessions?[tu]'],
    [`${'a'.repeat(400)}`, 'a'.repeat(300)],
  ])('%s', (avant, apres) => expect(scrub(avant)).toBe(apres))
})

it('un numéro d’erreur se dicte et ne se répète pas', () => {
  const numeros = new Set(Array.from({ length: 500 }, newErrorNumber))
  expect(numeros.size).toBe(500)
  for (const n of numeros) expect(n).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
})

/** Un programme qui journalise, puis dit sur sa sortie qu'il vit encore. */
const programme = `
  import { createLogger } from '${fileURLToPath(new URL('./create-logger.ts', import.meta.url))}'
  const log = createLogger()
  log.info('depart', {})
  process.stdout.write('prêt')
  process.stdin.once('data', () => {
    for (let i = 0; i < 3; i += 1) log.error('panne', new Error('coupée'))
    process.stdout.write('vit encore')
    process.exit(0)
  })`

describe('la sortie d’erreur', () => {
  const lancer = async (fermer: boolean) => {
    const enfant = spawn(process.execPath, ['--input-type=module', '-e', programme], { timeout: 60_000 })
    const [dit, journal] = [[] as string[], [] as string[]]
    // « close » et non « exit » : le programme mort, ce qu’il a écrit peut n’être pas encore lu.
    const fini = once(enfant, 'close')
    const pret = new Promise<void>((oui) =>
      enfant.stdout.setEncoding('utf8').on('data', (bout: string) => {
        dit.push(bout)
        if (bout.includes('prêt')) oui()
      }),
    )
    enfant.stderr.setEncoding('utf8').on('data', (bout: string) => journal.push(bout))
    await Promise.race([pret, fini])
    if (fermer) {
      enfant.stderr.destroy()
      await once(enfant.stderr, 'close')
    }
    enfant.stdin.write('va')
    const [code] = await fini
    return { code, dit: dit.join(''), journal: journal.join('') }
  }

  it('écrit tout, jusqu’à la fin', async () => {
    const { code, dit, journal } = await lancer(false)
    expect([code, dit]).toEqual([0, 'prêtvit encore'])
    expect(journal.match(/"fait":"[a-z]+"/g)).toEqual(['"fait":"depart"', ...Array(3).fill('"fait":"panne"')])
  })

  it('lue de personne, se tait : le programme vit, et s’arrête quand on le lui dit', async () => {
    const { code, dit } = await lancer(true)
    expect([code, dit]).toEqual([0, 'prêtvit encore'])
  })
})
