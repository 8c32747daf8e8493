import { describe, expect, it } from 'vitest'
import { tokenDigest } from '#platform/auth/token.ts'
import type { JobPayload } from '#platform/jobs/jobs.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { fonder, gestesDe } from '../gestes/composer.ts'
import { envoyerInvitation, envoyerReinitialisation } from '../jobs/envoyer-liens.job.ts'
import { estAFonder, lireVisiteur } from './visiteur.queries.ts'

const base = await baseNeuve()
const keys = keysFromSeed('fondation')
const gestes = gestesDe({ db: base.db, keys })
const admin = await base.client('admin')
const services: Services = { ...testServices(), db: base.worker, keys }
const phrase = 'un tilleul devant la mairie'

const cooperative = (courriel: string, nom = 'Langue & Lien') => ({
  nom,
  forme: 'scop' as const,
  societe: 'SAS' as const,
  cae: true,
  siret: '12345678901234',
  courriel,
  prenom: 'Rosa',
  nomPersonne: 'Ba',
})
const courriels = async () =>
  (
    await admin.query<{ id: string; chiffre: Buffer }>('select id, chiffre from plateforme.courriel')
  ).rows.map((r) => JSON.parse(Buffer.from(keys.decrypt('courriel', r.id, r.chiffre) ?? []).toString()))
const taches = async (nom: string) =>
  (
    await admin.query<{ payload: JobPayload }>(
      `select p.payload from graphile_worker._private_jobs p join graphile_worker._private_tasks t on t.id = p.task_id where t.identifier = $1 order by p.id`,
      [nom],
    )
  ).rows.map((r) => r.payload)
const lienDe = (texte: string) => /\/l\/([A-Za-z0-9_-]{43})/.exec(texte)?.[1] ?? ''

describe('fonder', () => {
  it('le premier passage crée le compte et l’organisme d’un bloc, une seule fois, même à dix ensemble', async () => {
    expect(await estAFonder(base.db)).toBe(true)
    expect(await gestes.fonderInstance(cooperative('rosa@exemple.example'), 'court')).toMatchObject({
      ok: false,
      error: { code: 'mot-de-passe-court' },
    })
    const rendus = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        gestes.fonderInstance(cooperative(`rosa${i}@exemple.example`), phrase),
      ),
    )
    expect(rendus.filter((r) => r.ok)).toHaveLength(1)
    expect(await estAFonder(base.db)).toBe(false)
    const { rows } = await admin.query(
      'select (select count(*)::int4 from compte.compte) as c, (select count(*)::int4 from organisme.organisme) as o, (select count(*)::int4 from organisme.activite where commune) as a, (select courriel from compte.compte) as courriel, (select forme || societe || cae from organisme.organisme) as forme',
    )
    expect(rows[0]).toMatchObject({ c: 1, o: 1, a: 1, forme: 'scopSAStrue' })
    const e = await gestes.connecter({
      courriel: rows[0].courriel,
      motDePasse: phrase,
      adresse: 'x',
      agent: '',
      retenue: true,
    })
    expect(e.ok && (await lireVisiteur(base.db, tokenDigest(e.value.jeton)))).toMatchObject({
      code: 'langue-et-lien',
      roles: ['administration', 'responsable'],
      administreInstance: true,
    })
  })

  it('un organisme de plus : seulement par qui administre l’instance, et son nom court ne se répète pas', async () => {
    const { rows } = await admin.query('select courriel from compte.compte')
    const e = await gestes.connecter({
      courriel: rows[0].courriel,
      motDePasse: phrase,
      adresse: 'x',
      agent: '',
      retenue: false,
    })
    if (!e.ok) throw new Error(e.error.code)
    const cree = await gestes.creerOrganisme(e.value.jeton, cooperative('paul@exemple.example'))
    expect(cree).toMatchObject({ ok: true, value: { code: 'langue-et-lien-2' } })
    await admin.query('update compte.compte set administre_instance = false')
    expect(await gestes.creerOrganisme(e.value.jeton, cooperative('zoe@exemple.example'))).toMatchObject({
      ok: false,
      error: { code: 'interdit' },
    })
  })

  it('la ligne de commande rend un lien d’invitation qui fait choisir son mot de passe', async () => {
    const { code, lien } = await fonder(services, cooperative('Line@exemple.example', 'Atelier'))
    expect([code, lien]).toEqual(['atelier', expect.stringContaining('http://localhost:3000/l/')])
    const r = await gestes.accepterInvitation(lienDe(lien), {
      prenom: 'Line',
      nom: 'Roy',
      motDePasse: phrase,
    })
    expect(r).toEqual({ ok: true, value: { courriel: 'line@exemple.example', nouveau: true } })
  })
})

describe('les tâches', () => {
  it('une invitation rejouée n’envoie qu’un message, dont le lien vaut', async () => {
    const [payload] = await taches('comptes.envoyer-invitation')
    if (!payload) throw new Error('aucune tâche')
    for (let i = 0; i < 3; i++) await envoyerInvitation(payload, services)
    const recus = (await courriels()).filter((m) => m.a === 'paul@exemple.example')
    expect(recus).toHaveLength(1)
    expect(recus[0].texte).toContain('Langue & Lien vous invite')
    expect(await gestes.ports.portes.lireLien(tokenDigest(lienDe(recus[0].texte)))).toMatchObject({
      usage: 'invitation',
      courriel: 'paul@exemple.example',
    })
    // La file ne porte que des identifiants.
    expect(JSON.stringify(payload)).not.toMatch(/@|paul/i)
  })

  it('un mot de passe oublié : même tâche pour un inconnu, aucun message', async () => {
    for (const courriel of ['line@exemple.example', 'line@exemple.example', 'fantome@exemple.example'])
      expect(await gestes.demanderReinitialisation(courriel, '192.0.2.7')).toEqual({ ok: true, value: true })
    const file = await taches('comptes.envoyer-reinitialisation')
    expect(file).toHaveLength(2)
    expect(new Set(file.map((p) => Object.keys(p).toSorted().join()))).toEqual(new Set(['compte,demande']))
    for (const p of [...file, ...file]) await envoyerReinitialisation(p, services)
    const recus = (await courriels()).filter((m) => m.objet.includes('mot de passe'))
    expect(recus.map((m) => m.a)).toEqual(['line@exemple.example'])
    expect(await gestes.reinitialiser(lienDe(recus[0].texte), 'trois merles sous la pluie')).toMatchObject({
      ok: true,
    })
  })

  it('les demandes d’une même adresse réseau finissent par attendre, celles d’un compte se taisent', async () => {
    const codes = []
    for (let i = 0; i < 40; i++) {
      const r = await gestes.demanderReinitialisation(`x${i}@exemple.example`, '203.0.113.5')
      codes.push(r.ok)
    }
    expect(codes.filter(Boolean)).toHaveLength(31)
  })
})
