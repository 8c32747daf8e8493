/** Les mêmes suites que `usecases/suites.test.ts`, sur la vraie base : verrous, clés et chaîne en sont les arbitres. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { baseNeuve } from '../../../test/base/index.ts'
import { annulerCase, cloreLaFeuille, lireFeuille, noterAbsence, type Qui, regulariser } from './composer.ts'
import { verifierEnBase } from './db/registre.ts'
import { lireEntree } from './domain/lire-entree.ts'
import { type Envoi, synchroniser } from './hors-ligne.ts'
import { codeDe, ouvrirSalle, signerDansLaSalle } from './salle.ts'
import { unAppareil } from './test/appareil.ts'
import { acces, clesDEssai, poserFil, servicesDe } from './test/fil.ts'
import { type Geste, instants, melanger, personnes, rejouer, suites } from './test/gestes.ts'

const base = await baseNeuve()
const depuis = { ip: '192.0.2.7', agent: 'essai' }
const motif = 'Vue en salle, sans téléphone'

const unePartie = async () => {
  const fil = await base.maintenance((tx) => poserFil(tx, { stagiaires: personnes }))
  const services = servicesDe(base, fil, instants[0])
  const qui: Qui = { acces, id: fil.personne, nom: 'Tom Okafor' }
  const [seance] = fil.seances
  if (!seance) throw new Error('fil vide')
  const ou = { session: fil.session, seance }
  const salle = await ouvrirSalle(services, qui, ou)
  if (!salle.ok) throw new Error(salle.error.code)
  const appareils = [await unAppareil(services, qui, 'un'), await unAppareil(services, qui, 'deux')].map(
    (a) => ({
      a,
      attendent: [] as Envoi[],
      partis: [] as Envoi[],
    }),
  )
  const rapportes: string[] = []
  let quand = 0
  const ici = () => services.a(instants[quand] ?? instants[0])
  const envoyer = async (n: number, combien: number, melange: number) => {
    const d = appareils[n]
    if (!d) return
    const parts = d.attendent.splice(0, combien)
    const s = ici()
    const r = await synchroniser(s, qui, {
      appareil: d.a.id,
      horloge: s.clock.now(),
      envois: melanger([...parts, ...d.partis, ...parts], melange),
      ...depuis,
    })
    expect(r.ok && r.value.filter((x) => 'refus' in x)).toEqual([])
    d.partis.push(...parts)
  }
  const jouer = async (g: Geste): Promise<void> => {
    const inscription = 'qui' in g ? fil.inscriptions[g.qui] : undefined
    const case_ = inscription && { ...ou, inscription }
    if (g.quoi === 'avancer') quand = Math.min(quand + 1, instants.length - 1)
    else if (g.quoi === 'envoyer') await envoyer(g.appareil, g.combien, g.melange)
    else if (g.quoi === 'clore') await cloreLaFeuille(ici(), qui, { ...ou, ...depuis })
    else if (!case_) return
    else if (g.quoi === 'hors-ligne') {
      const d = appareils[g.appareil]
      const e = await d?.a.faire({
        seance,
        inscription: case_.inscription,
        geste: g.absence ? 'absence' : 'presence',
        faitLe: instants[quand] ?? instants[0],
      })
      if (e) d?.attendent.push(e)
      if (e) rapportes.push(e.id)
    } else if (g.quoi === 'en-ligne')
      await signerDansLaSalle(
        ici(),
        { salle: salle.value, appareil: randomUUID(), jusque: new Date('2030-01-01') },
        {
          inscription: case_.inscription,
          code: codeDe(services, salle.value, case_.inscription),
          envoi: randomUUID(),
          ...depuis,
        },
      )
    else if (g.quoi === 'absent') await noterAbsence(ici(), qui, { ...case_, motif: 'inconnu' })
    else if (g.quoi === 'regulariser') await regulariser(ici(), qui, { ...case_, motif })
    else await annulerCase(ici(), qui, { ...case_, motif })
  }
  const registre = async () => {
    const { rows } = await base.maintenance((tx) =>
      sql<{
        contenu: string
      }>`select contenu from emargement.maillon where organisme_id = ${fil.organisme} order by numero`.execute(
        tx,
      ),
    )
    return rows.map((r) => {
      const lue = lireEntree(r.contenu)
      if (!lue.ok) throw new Error(lue.error.phrase)
      return lue.value
    })
  }
  return { fil, services, ou, jouer, envoyer, registre, rapportes }
}

const mots: Readonly<Record<string, string>> = {
  presente: 'signee',
  absente: 'absente',
  attendue: 'attendue',
}

const eprouver = async (gestes: readonly Geste[]): Promise<void> => {
  const p = await unePartie()
  for (const g of gestes) await p.jouer(g)
  // Les deux appareils à la fois, chacun deux fois : la base seule les départage.
  await Promise.all([p.envoyer(0, 100, 3), p.envoyer(1, 100, 5)])
  const avant = await p.registre()
  await Promise.all([p.envoyer(1, 100, 1), p.envoyer(0, 100, 2)])
  const entrees = await p.registre()
  expect(entrees).toEqual(avant)
  const { etats, fautes } = rejouer(entrees)
  expect(fautes).toEqual([])
  const vue = await lireFeuille(p.services, acces, p.ou)
  for (const c of vue?.cases ?? []) expect(c.presence.etat).toBe(mots[etats.get(c.inscription) ?? 'attendue'])
  const ids = entrees.map((e) => e.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of p.rapportes) expect(ids).toContain(id)
  expect(
    await base.enTantQue(p.fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey)),
  ).toMatchObject({ ok: true, illisibles: 0 })
}

it('deux cents suites sur la base, deux appareils à la fois : une signature par case, aucune perdue, la chaîne tient', async () => {
  await fc.assert(
    // Cinq parties de front : chacune a son organisme, et la base les mêle.
    fc.asyncProperty(fc.array(suites(10), { minLength: 5, maxLength: 5 }), async (parties) => {
      await Promise.all(parties.map(eprouver))
    }),
    { numRuns: 40 },
  )
}, 300_000)
