import { describe, expect, test } from 'vitest'
import { reglagesDuServeur, reglagesIci } from '../../../tools/reglages-node.mjs'
import { readConfig } from './read.ts'

const contexte = { version: '1.2.3', racine: '/srv/coforme', coeurs: 2 }
const phraseDe = (env: Record<string, string>): string => {
  const lu = readConfig(env, contexte)
  return lu.ok ? '(admis)' : lu.error.phrase
}
const valeurDe = (env: Record<string, string>) => {
  const lu = readConfig(env, contexte)
  if (!lu.ok) throw new Error(lu.error.phrase)
  return lu.value
}
const depotEnClair = { S3_ENDPOINT: 'http://depot:9000', S3_BUCKET: 'b', S3_KEY: 'k', S3_SECRET: 's' }
const public_ = { HOST: '0.0.0.0', COFORME_DEMO: 'non', COFORME_ORIGINE: 'https://coforme.exemple.fr' }

describe('La configuration', () => {
  test('se lit sans aucune variable : démonstration sur cette machine', () => {
    expect(valeurDe({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      donnees: '/srv/coforme/.donnees',
      demo: true,
      origine: 'http://localhost:3000',
      mandataires: [],
      petite: false,
      pool: 3,
      travailleur: true,
      version: '1.2.3',
    })
  })

  test('reconnaît une petite machine à sa mémoire, ou à ce que l’on en dit', () => {
    const sur = (memoire: number, env: Record<string, string> = {}, coeurs = 2) => {
      const lu = readConfig(env, { ...contexte, coeurs, memoire })
      // Le lanceur, qui règle Node avant que la configuration se lise, en juge de même.
      expect(reglagesIci(env, memoire) !== reglagesDuServeur).toBe(lu.ok && lu.value.petite)
      return lu.ok && [lu.value.petite, lu.value.pool]
    }
    expect(sur(2 ** 30)).toEqual([true, 3])
    expect(sur(2 ** 31)).toEqual([false, 3])
    expect(sur(2 ** 30, { COFORME_MACHINE: 'ordinaire' })).toEqual([false, 3])
    expect(sur(2 ** 31, { COFORME_MACHINE: 'petite', COFORME_POOL: '6' })).toEqual([true, 6])
    // Au-delà de deux cœurs, deux connexions par cœur, seize au plus ; jamais sur une petite machine.
    expect([1, 3, 4, 8, 64].map((coeurs) => sur(2 ** 33, {}, coeurs))).toEqual(
      [3, 6, 8, 16, 16].map((pool) => [false, pool]),
    )
    expect(sur(2 ** 30, {}, 8)).toEqual([true, 3])
    expect(phraseDe({ COFORME_MACHINE: 'grande' })).toContain('COFORME_MACHINE=grande est refusé')
  })

  test('suit PORT dans l’origine par défaut', () => {
    expect(valeurDe({ PORT: '4100' }).origine).toBe('http://localhost:4100')
  })

  test('tient une variable vide pour absente', () => {
    expect(valeurDe({ DATABASE_URL: '', PORT: ' ' })).not.toHaveProperty('databaseUrl')
  })

  test.each([
    [
      'un dossier relatif part du projet',
      { COFORME_DONNEES: 'donnees' },
      { donnees: '/srv/coforme/donnees' },
    ],
    ['un dossier absolu reste', { COFORME_DONNEES: '/var/coforme' }, { donnees: '/var/coforme' }],
    [
      'une origine perd sa barre finale',
      { ...public_, COFORME_ORIGINE: 'https://a.fr/' },
      { origine: 'https://a.fr' },
    ],
    [
      'le port par défaut de https disparaît',
      { ...public_, COFORME_ORIGINE: 'https://a.fr:443' },
      { origine: 'https://a.fr' },
    ],
    [
      'http reste permis sur cette machine',
      { COFORME_ORIGINE: 'http://[::1]:3000' },
      { origine: 'http://[::1]:3000' },
    ],
    [
      'les mandataires sont une liste',
      { COFORME_MANDATAIRES: '10.0.0.1, 192.168.0.0/16 ,::1' },
      { mandataires: ['10.0.0.1', '192.168.0.0/16', '::1'] },
    ],
    [
      'une base extérieure, chiffrée',
      { DATABASE_URL: 'postgres://u:p@h/b?sslmode=verify-full' },
      { databaseUrl: 'postgres://u:p@h/b?sslmode=verify-full' },
    ],
    [
      'une base extérieure sans chiffrer, quand on le dit',
      { DATABASE_URL: 'postgres://u:p@h/b?sslmode=disable' },
      { databaseUrl: 'postgres://u:p@h/b?sslmode=disable' },
    ],
    ['une base de cette machine', { DATABASE_URL: 'postgres://u:p@127.0.0.1/b' }, {}],
    [
      'un dépôt et un antivirus en clair, quand on dit que ce réseau est à soi',
      { ...depotEnClair, ANTIVIRUS_CLAMD: 'tcp://clamav:3310', COFORME_EN_CLAIR: 'oui' },
      { clamd: { host: 'clamav', port: 3310 } },
    ],
    [
      'une base extérieure par une prise',
      { DATABASE_URL: 'postgres:///b?host=/run/postgresql' },
      { databaseUrl: 'postgres:///b?host=/run/postgresql' },
    ],
    [
      'une base extérieure à deux hôtes',
      { DATABASE_URL: 'postgres://u:p@un:5432,deux:5433/b?sslmode=verify-full' },
      { databaseUrl: 'postgres://u:p@un:5432,deux:5433/b?sslmode=verify-full' },
    ],
    ['un serveur de courriel', { SMTP_URL: 'smtps://u:p@h:465' }, { smtpUrl: 'smtps://u:p@h:465' }],
    [
      'un dépôt de fichiers',
      { S3_ENDPOINT: 'https://s3.a.fr', S3_BUCKET: 'b', S3_KEY: 'k', S3_SECRET: 's' },
      { s3: { endpoint: 'https://s3.a.fr', bucket: 'b', key: 'k', secret: 's' } },
    ],
    [
      'un antivirus sur une prise',
      { ANTIVIRUS_CLAMD: '/run/clamav/clamd.ctl' },
      { clamd: { path: '/run/clamav/clamd.ctl' } },
    ],
    [
      'un antivirus sur un port',
      { ANTIVIRUS_CLAMD: 'tcp://127.0.0.1:3310' },
      { clamd: { host: '127.0.0.1', port: 3310 } },
    ],
    ['les clés ailleurs', { COFORME_CLES: '/run/secrets/coforme' }, { cles: '/run/secrets/coforme' }],
    ['hors de cette machine, sans démonstration et en https', public_, { demo: false, host: '0.0.0.0' }],
  ])('admet : %s', (_titre, env, attendu) => {
    expect(valeurDe(env)).toMatchObject(attendu)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['PORT en lettres', { PORT: 'trois' }, /^PORT=trois est refusé.*1 à 65535/],
    ['PORT trop grand', { PORT: '65536' }, /^PORT=65536 /],
    ['PORT à virgule', { PORT: '30.5' }, /^PORT=30\.5 /],
    ['HOST avec une espace', { HOST: 'ma machine' }, /^HOST=ma machine .*adresse IP/],
    [
      'COFORME_DEMO autre que oui ou non',
      { COFORME_DEMO: 'true' },
      /^COFORME_DEMO=true .*«.oui.» ou «.non.»/,
    ],
    ['démonstration ouverte au réseau', { HOST: '0.0.0.0' }, /^COFORME_DEMO=oui .*HOST=0\.0\.0\.0/],
    [
      'démonstration sous une origine publique',
      { COFORME_ORIGINE: 'https://a.fr' },
      /^COFORME_DEMO=oui .*COFORME_ORIGINE=https:\/\/a\.fr/,
    ],
    ['hôte qui imite la boucle locale', { HOST: '127.0.0.1.exemple.fr' }, /^COFORME_DEMO=oui /],
    [
      'origine qui imite la boucle locale',
      { COFORME_ORIGINE: 'http://localhost.exemple.fr' },
      /^COFORME_ORIGINE=.*https est obligatoire/,
    ],
    [
      'origine en clair hors de cette machine',
      { ...public_, COFORME_ORIGINE: 'http://a.fr' },
      /^COFORME_ORIGINE=http:\/\/a\.fr .*https est obligatoire/,
    ],
    [
      'origine absente hors de cette machine',
      { HOST: '0.0.0.0', COFORME_DEMO: 'non' },
      /^COFORME_ORIGINE=\(vide\) .*HOST=0\.0\.0\.0/,
    ],
    [
      'origine avec un chemin',
      { ...public_, COFORME_ORIGINE: 'https://a.fr/coforme' },
      /^COFORME_ORIGINE=.*sans chemin/,
    ],
    [
      'origine avec un compte',
      { ...public_, COFORME_ORIGINE: 'https://u:secret@a.fr' },
      /^COFORME_ORIGINE=https:\/\/u:…@a\.fr /,
    ],
    ['origine d’un autre protocole', { COFORME_ORIGINE: 'ftp://localhost' }, /^COFORME_ORIGINE=ftp/],
    [
      'mandataire qui n’est pas une adresse',
      { COFORME_MANDATAIRES: '10.0.0.1,proxy' },
      /^COFORME_MANDATAIRES=proxy .*réseaux/,
    ],
    [
      'réseau au préfixe impossible',
      { COFORME_MANDATAIRES: '10.0.0.0/33' },
      /^COFORME_MANDATAIRES=10\.0\.0\.0\/33 /,
    ],
    [
      'base d’une autre sorte',
      { DATABASE_URL: 'mysql://u:p@h/b' },
      /^DATABASE_URL=mysql:\/\/u:…@h\/b .*postgres:\/\//,
    ],
    [
      'base à deux hôtes dont un port n’en est pas un',
      { DATABASE_URL: 'postgres://u:motsecret@un:5432,deux:port/b' },
      /^DATABASE_URL=(?!.*motsecret).*postgres:\/\//,
    ],
    [
      'courriel d’une autre sorte',
      { SMTP_URL: 'mail.exemple.fr' },
      /^SMTP_URL=mail\.exemple\.fr .*smtp:\/\//,
    ],
    [
      'dépôt incomplet',
      { S3_ENDPOINT: 'https://s3.a.fr', S3_BUCKET: 'b', S3_KEY: 'k' },
      /^S3_SECRET=\(vide\) .*vont ensemble/,
    ],
    [
      'dépôt à l’adresse fausse',
      { S3_ENDPOINT: 's3', S3_BUCKET: 'b', S3_KEY: 'k', S3_SECRET: 's' },
      /^S3_ENDPOINT=s3 /,
    ],
    [
      'un contact sans adresse',
      { COFORME_CONTACT_SECURITE: 'la mairie' },
      /^COFORME_CONTACT_SECURITE=.*mailto:/,
    ],
    ...[
      'postgres://u:motsecret@h/b',
      'postgres://u:motsecret@localhost,h/b',
      'postgres:///b?host=h',
      'postgres:///b?host=/run/postgresql,h',
      'postgres://u:motsecret@h/b?sslmode=no-verify',
      'postgres://u:motsecret@h/b?sslmode=prefer',
      'postgres://u:motsecret@h/b?sslmode=verify-full&sslmode=no-verify',
    ].map((adresse): [string, Record<string, string>, RegExp] => [
      `une base d’une autre machine en clair, ${adresse}`,
      { DATABASE_URL: adresse },
      /^DATABASE_URL=(?!.*motsecret).*sans chiffrer.*sslmode=verify-full/,
    ]),
    [
      'un dépôt d’une autre machine en clair',
      depotEnClair,
      /^S3_ENDPOINT=http:\/\/depot:9000 .*sans chiffrer/,
    ],
    [
      'un antivirus d’une autre machine',
      { ANTIVIRUS_CLAMD: 'tcp://clamav:3310' },
      /^ANTIVIRUS_CLAMD=tcp:\/\/clamav:3310 .*COFORME_EN_CLAIR=oui/,
    ],
    ['un choix qui n’en est pas un', { COFORME_EN_CLAIR: 'peut-être' }, /^COFORME_EN_CLAIR=peut-être .*oui/],
    ['un antivirus sans port', { ANTIVIRUS_CLAMD: 'tcp://clamd' }, /^ANTIVIRUS_CLAMD=.*tcp:\/\/hôte:port/],
  ])('refuse en une phrase : %s', (_titre, env, attendu) => {
    const phrase = phraseDe(env)
    expect(phrase).toMatch(attendu)
    expect(phrase).not.toContain('\n')
  })

  test.each<[string, Record<string, string>]>([
    ['une base', { DATABASE_URL: 'mysql://u:motsecret@h/b' }],
    ['une base illisible', { DATABASE_URL: 'pas une adresse u:motsecret@h' }],
    ['un serveur de courriel', { SMTP_URL: 'http://u:motsecret@h' }],
  ])('ne répète jamais le mot de passe : %s', (_titre, env) => {
    expect(phraseDe(env)).not.toContain('motsecret')
  })
})
