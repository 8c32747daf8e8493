/**
 * Les séries, par les vrais gestes des portes : le seuil de chaque règle s’atteint de la porte dont elle parle, et une salle qui signe
 * comme on signe ne fait rien dire.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { sessions } from '#modules/sessions/index.ts'
import { releverSession } from '../../src/modules/controles/gestes/relever.ts'
import { moduleControles } from '../../src/modules/controles/module.ts'
import { noterMinutes, type Qui, regulariser } from '../../src/modules/emargement/gestes/composer.ts'
import { synchroniser } from '../../src/modules/emargement/gestes/hors-ligne.ts'
import { signerParLien } from '../../src/modules/emargement/gestes/par-lien.ts'
import { ouvrirTablette, signerSurTablette } from '../../src/modules/emargement/gestes/tablette.ts'
import { unAppareil } from '../../src/modules/emargement/test/appareil.ts'
import { acces, poserSessionDEssai, servicesDe } from '../../src/modules/emargement/test/session-d-essai.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'

const base = await baseNeuve()
const debut = Date.parse('2026-11-24T08:05:00Z')
/** Tant de secondes après le début des signatures. */
const a = (secondes: number) => new Date(debut + secondes * 1000).toISOString()
const depuis = { ip: '192.0.2.7', agent: 'essai' }
const initiales = ['AP', 'LF', 'OS', 'AC', 'VZ', 'YK']

const salle = async (creneaux: [number, number][] = [[540, 750]]) => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 6, creneaux }))
  const services = servicesDe(base, fil, a(0))
  const qui: Qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const [seance] = fil.seances
  if (!seance) throw new Error('fil vide')
  const relever = async () =>
    (
      await base.worker.withTenant({ genre: 'tache', organisme: fil.organisme }, (tx) =>
        releverSession(tx, fil.session, new Date('2026-11-25T08:00:00Z')),
      )
    )?.constats ?? []
  /** Les règles de série qui parlent, leur gravité, et de combien de personnes. */
  const series = async () =>
    (await relever())
      .filter((c) =>
        [
          'signatures-en-serie',
          'appareil-pour-plusieurs',
          'demi-journee-sans-signature',
          'remise-un-autre-jour',
        ].includes(c.regle),
      )
      .map((c) => [c.regle, c.gravite, c.phrase.match(/\{tiers:/g)?.length ?? 0])
  const { app } = pagesDevant(
    servicesDe(base, fil, '2026-11-25T08:00:00Z'),
    [sessions, moduleControles()],
    () => ({
      roles: ['responsable'],
      personneId: fil.personne,
      nom: 'Maïwenn Le Goff',
      organisme: { id: fil.organisme, code: 'fil', nom: 'Langue & Lien' },
    }),
  )
  /** Le remède que la page offre de ce constat, suivi et posté : le constat n’est plus à reprendre, et sa réponse se lit. */
  const remedier = async (regle: string) => {
    const page = `/sessions/${fil.session}/controles`
    const lire = async () => {
      const [avant = '', apres = ''] = (await (await app.request(page)).text()).split('id="acceptes"')
      return { aReprendre: avant, acceptes: apres }
    }
    const offert = (html: string) =>
      [...html.matchAll(/<a href="([^"]+)">Dire pourquoi<\/a>/g)]
        .map((m) => (m[1] ?? '').replaceAll('&amp;', '&'))
        .find((href) => href.includes(`regle=${regle}&`))
    const remede = offert((await lire()).aReprendre)
    if (!remede) throw new Error(`aucun remède offert : ${regle}`)
    const motif = `Vu en salle, de mes yeux : ${regle}.`
    const r = await app.request(remede, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://localhost:3000',
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams({ motif }).toString(),
    })
    expect(r.status).toBe(303)
    const { aReprendre, acceptes } = await lire()
    expect([offert(aReprendre), acceptes.includes(motif)]).toEqual([undefined, true])
  }
  return { fil, services, qui, ou: { session: fil.session, seance }, seance, relever, series, remedier }
}

const laSerie = [['signatures-en-serie', 'alerte', 6]]

it.each([
  ['neuf secondes l’une de l’autre, une seule main : la série se voit, et nomme les six', 9, laSerie],
  ['vingt secondes, l’appareil passe de main en main : rien', 20, []],
])('la tablette, à %s', async (_, pas, attendu) => {
  const p = await salle()
  const t = await ouvrirTablette(p.services, p.qui, p.ou)
  if (!t.ok) throw new Error(t.error.code)
  for (const [i, inscription] of p.fil.inscriptions.entries())
    expect(
      await signerSurTablette(p.services.a(a(i * pas)), t.value.jeton, {
        inscription,
        initiales: initiales[i] ?? '',
        envoi: randomUUID(),
        ...depuis,
      }),
    ).toMatchObject({ etat: 'signe' })
  expect(await p.series()).toEqual(attendu)
  // Une minute de retard notée à chacun ne fait pas oublier d’où l’on a signé.
  for (const inscription of p.fil.inscriptions)
    expect(
      await noterMinutes(p.services.a(a(600)), p.qui, {
        ...p.ou,
        inscription,
        retard: 1,
        depart: 0,
        motif: '',
      }),
    ).toMatchObject({ ok: true })
  expect(await p.series()).toEqual(attendu)
  for (const [regle] of attendu) await p.remedier(String(regle))
})

it.each([
  ['la même série se voit à l’horloge de l’appareil', 9, '2026-11-24T13:00:00Z', laSerie],
  ['un envoi d’un bloc n’est pas une série', 20, '2026-11-24T13:00:00Z', []],
  // L’appareil gardé coupé, l’horloge reculée le lendemain, remise avant l’envoi : tout compte, et cela se voit.
  [
    'remises le lendemain, une à une ou d’un bloc, une personne en juge',
    40,
    '2026-11-25T07:00:00Z',
    [['remise-un-autre-jour', 'a-juger', 0]],
  ],
])('sans réseau, %s', async (_, pas, remise, attendu) => {
  const p = await salle()
  const appareil = await unAppareil(p.services.a('2026-11-24T07:00:00Z'), p.qui)
  const envois = []
  for (const [i, inscription] of p.fil.inscriptions.entries())
    envois.push(
      await appareil.faire({ seance: p.seance, inscription, geste: 'presence', faitLe: a(i * pas) }),
    )
  const tard = p.services.a(remise)
  const r = await synchroniser(tard, p.qui, {
    appareil: appareil.id,
    horloge: tard.clock.now(),
    envois,
    ...depuis,
  })
  expect(r.ok && r.value.map((x) => ('issue' in x ? x.issue : x.refus.code))).toEqual(
    Array(6).fill('retenue'),
  )
  expect(await p.series()).toEqual(attendu)
  for (const [regle] of attendu) await p.remedier(String(regle))
})

it('les liens, d’un même navigateur : deux personnes, rien ; trois, à deux heures d’écart, cela se voit', async () => {
  const p = await salle()
  const signer = async (i: number, marque: string) => {
    const jeton = `${p.fil.organisme.slice(-12)}${i}`.padStart(43, 'l')
    const id = randomUUID()
    await base.maintenance(async (tx) => {
      await sql`insert into emargement.invitation (organisme_id, id, activite_id, inscription_id, seance_id, cree_le)
        values (${p.fil.organisme}::uuid, ${id}::uuid, ${p.fil.activite}::uuid, ${p.fil.inscriptions[i] ?? ''}::uuid, ${p.seance}::uuid, now())`.execute(
        tx,
      )
      await sql`insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le)
        values (sha256(${jeton}::bytea), 'emargement', ${p.fil.organisme}::uuid, ${p.fil.activite}::uuid, ${id}::uuid, now() + interval '1 day')`.execute(
        tx,
      )
    })
    expect(await signerParLien(p.services.a(a(i * 2400)), jeton, { ...depuis, marque })).toMatchObject({
      etat: 'signe',
    })
  }
  await signer(0, 'celui-ci')
  await signer(1, 'celui-ci')
  await signer(2, 'un autre')
  expect(await p.series()).toEqual([])
  await signer(3, 'celui-ci')
  expect(await p.series()).toEqual([['appareil-pour-plusieurs', 'alerte', 3]])
  await p.remedier('appareil-pour-plusieurs')
})

it('une matinée que qui forme atteste entière se voit ; les personnes sans convention ni contrat bloquent, et se nomment', async () => {
  const p = await salle()
  const apres = p.services.a('2026-11-24T11:40:00Z')
  for (const inscription of p.fil.inscriptions)
    expect(
      await regulariser(apres, p.qui, { ...p.ou, inscription, motif: 'Vue en salle, sans téléphone' }),
    ).toMatchObject({ ok: true })
  expect(await p.series()).toEqual([['demi-journee-sans-signature', 'alerte', 0]])
  await p.remedier('demi-journee-sans-signature')
  const sans = (await p.relever()).filter((c) => c.regle === 'sans-engagement')
  // Une cause, un constat : il nomme les six.
  expect(sans.map((c) => c.gravite)).toEqual(['bloquant'])
  expect(sans[0]?.phrase).toMatch(/^\{tiers:.*ni convention, ni contrat/)
  expect(sans[0]?.phrase.match(/\{tiers:/g)).toHaveLength(6)
})

it('un lien qui signe le matin trop tard, un autre d’un seul geste le matin et l’après-midi : chacun se répond', async () => {
  const p = await salle([
    [540, 750],
    [810, 1020],
  ])
  const [une, deux] = p.fil.inscriptions
  const [matin, apresMidi] = p.fil.seances
  const signer = (inscription: string | undefined, seance: string | undefined, le: string) =>
    base.maintenance(async (tx) => {
      const maillon = randomUUID()
      await sql`insert into emargement.maillon (organisme_id, activite_id, numero, id, objet, contenu, empreinte)
        select ${p.fil.organisme}::uuid, ${p.fil.activite}::uuid, coalesce(max(numero), 0) + 1, ${maillon}::uuid, sha256('o'), '{}', sha256('e')
        from emargement.maillon where organisme_id = ${p.fil.organisme}::uuid`.execute(tx)
      await sql`insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le, porte)
        values (${p.fil.organisme}::uuid, ${p.fil.activite}::uuid, ${inscription ?? ''}::uuid, ${seance ?? ''}::uuid, ${maillon}::uuid, ${le}::timestamptz, 'lien')`.execute(
        tx,
      )
    })
  // La matinée finit à midi et demi, heure de Paris ; sa signature ferme deux heures après.
  await signer(une, matin, '2026-11-24T14:10:00Z')
  await signer(deux, matin, '2026-11-24T12:36:00Z')
  await signer(deux, apresMidi, '2026-11-24T12:37:00Z')
  expect((await p.relever()).map((c) => c.regle)).toEqual(
    expect.arrayContaining(['signature-hors-delai', 'signatures-ensemble']),
  )
  await p.remedier('signature-hors-delai')
  await p.remedier('signatures-ensemble')
})
