/**
 * Les mêmes suites que `gestes/suites.test.ts`, sur la vraie base : verrous, clés et chaîne en sont les arbitres. Les
 * gestes partent par vagues, ceux d’une vague au même instant ; qui signe en ligne appuie deux fois. L’horloge d’un appareil ment parfois,
 * son stockage revient parfois en arrière.
 *
 * COFORME_SUITES : combien de suites (quatre cents ici, une demi-minute ; dix mille par `npm run murs`, un quart d’heure). Les dix
 * mille de chaque passage sont celles de `gestes/suites.test.ts` : mêmes gestes, mêmes cas d’usage, écritures en mémoire.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, it } from 'vitest'
import { baseNeuve } from '../../../../test/base/index.ts'
import { verifierEnBase } from '../db/registre.ts'
import { lireEntree } from '../domain/lire-entree.ts'
import type { Recu } from '../domain/ports.ts'
import { annulerCase, cloreLaFeuille, noterAbsence, type Qui, regulariser } from '../gestes/composer.ts'
import { type Envoi, synchroniser } from '../gestes/hors-ligne.ts'
import { lireFeuille } from '../gestes/lire-feuille.ts'
import { codeDe, ouvrirSalle, signerDansLaSalle } from '../gestes/salle.ts'
import { unAppareil } from './appareil.ts'
import { type Coup, instants, melanger, personnes, rejouer, suites } from './gestes.ts'
import { acces, clesDEssai, poserSessionDEssai, servicesDe } from './session-d-essai.ts'

const base = await baseNeuve()
const depuis = { ip: '192.0.2.7', agent: 'essai' }
const motif = 'Vue en salle, sans téléphone'
const combien = Number(process.env.COFORME_SUITES ?? 400)
const deFront = 8

/** Une machine très chargée fait attendre un verrou plus que la base ne l’admet : rien n’est alors écrit, et l’on recommence. */
const insister = async <T>(geste: () => Promise<T>, encore = 9): Promise<T> => {
  try {
    return await geste()
  } catch (erreur) {
    if (encore === 0 || !(erreur instanceof pg.DatabaseError) || erreur.code !== '55P03') throw erreur
    return insister(geste, encore - 1)
  }
}

type Fait = Envoi & { readonly id: string }

const unePartie = async () => {
  const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: personnes }))
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
      decalage: 0,
      attendent: [] as Fait[],
      partis: [] as Fait[],
      remettre: undefined as (() => void) | undefined,
    }),
  )
  /** Tout geste fait sans réseau que son appareil n’a pas perdu. */
  const rapportes = new Set<string>()
  /** Ce qui fut répondu à qui signait en ligne. */
  const acquittes: Recu[] = []
  let quand = 0
  const ici = () => services.a(instants[quand] ?? instants[0])
  const envoyer = async (n: number, combien: number, melange: number) => {
    const d = appareils[n]
    if (!d) return
    const parts = d.attendent.splice(0, combien)
    const s = ici()
    const r = await insister(() =>
      synchroniser(s, qui, {
        appareil: d.a.id,
        horloge: new Date(s.clock.now().getTime() + d.decalage),
        envois: melanger([...parts, ...d.partis, ...parts], melange),
        ...depuis,
      }),
    )
    expect(r.ok && r.value.filter((x) => 'refus' in x)).toEqual([])
    d.partis.push(...parts)
  }
  const toucher = (g: Extract<Coup, { quoi: 'regler' | 'sauver' | 'restaurer' }>) => {
    const d = appareils[g.appareil]
    if (!d) return
    if (g.quoi === 'regler') d.decalage = g.minutes * 60_000
    else if (g.quoi === 'restaurer') d.remettre?.()
    else {
      const suite = d.a.sauver()
      const gardes = [...d.attendent]
      d.remettre = () => {
        suite()
        for (const e of d.attendent) if (!gardes.includes(e)) rapportes.delete(e.id)
        d.attendent.splice(0, d.attendent.length, ...gardes)
      }
    }
  }
  const jouer = async (g: Coup): Promise<void> => {
    const inscription = 'qui' in g ? fil.inscriptions[g.qui] : undefined
    const case_ = inscription && { ...ou, inscription }
    if (g.quoi === 'avancer') quand = Math.min(quand + 1, instants.length - 1)
    else if (g.quoi === 'envoyer') await envoyer(g.appareil, g.combien, g.melange)
    else if (g.quoi === 'clore') await insister(() => cloreLaFeuille(ici(), qui, { ...ou, ...depuis }))
    else if (g.quoi === 'regler' || g.quoi === 'sauver' || g.quoi === 'restaurer') toucher(g)
    else if (!case_) return
    else if (g.quoi === 'hors-ligne') {
      const d = appareils[g.appareil]
      const e = await d?.a.faire({
        seance,
        inscription: case_.inscription,
        geste: g.geste,
        ...(g.geste === 'retard' ? { minutes: { retard: 10 + 5 * g.appareil, depart: 0 } } : {}),
        faitLe: new Date(Date.parse(instants[quand] ?? instants[0]) + (d?.decalage ?? 0)).toISOString(),
      })
      if (e) d?.attendent.push(e)
      if (e) rapportes.add(e.id)
    } else if (g.quoi === 'en-ligne') {
      const saisie = {
        inscription: case_.inscription,
        code: codeDe(services, salle.value, case_.inscription),
        envoi: randomUUID(),
        ...depuis,
      }
      const passe = { salle: salle.value, appareil: randomUUID(), jusque: new Date('2030-01-01') }
      for (const r of await Promise.all(
        [0, 1].map(() => insister(() => signerDansLaSalle(ici(), passe, saisie))),
      ))
        if (r.etat === 'signe') acquittes.push(r.signe.recu)
    } else if (g.quoi === 'absent')
      await insister(() => noterAbsence(ici(), qui, { ...case_, motif: 'inconnu' }))
    else if (g.quoi === 'regulariser') await insister(() => regulariser(ici(), qui, { ...case_, motif }))
    else await insister(() => annulerCase(ici(), qui, { ...case_, motif }))
  }
  const registre = async () => {
    const { rows } = await base.maintenance((tx) =>
      sql<{ numero: number; contenu: string; empreinte: string }>`select numero::int4 as numero, contenu,
        encode(empreinte, 'hex') as empreinte from emargement.maillon where organisme_id = ${fil.organisme} order by maillon.numero`.execute(
        tx,
      ),
    )
    return rows.map(({ contenu, ...recu }) => {
      const lue = lireEntree(contenu)
      if (!lue.ok) throw new Error(lue.error.phrase)
      return { ...lue.value, recu }
    })
  }
  return { fil, services, ou, jouer, envoyer, registre, rapportes, acquittes }
}

const mots: Readonly<Record<string, string>> = {
  presente: 'signee',
  absente: 'absente',
  attendue: 'attendue',
}

/** Par vagues d’un à trois gestes, au même instant ; avancer l’horloge est une vague à soi. */
const vagues = (gestes: readonly Coup[], tailles: readonly number[]): Coup[][] => {
  const rendues: Coup[][] = []
  let place = 0
  for (const g of gestes) {
    if (place === 0 || g.quoi === 'avancer') {
      rendues.push([])
      place = tailles[rendues.length % tailles.length] ?? 1
    }
    rendues.at(-1)?.push(g)
    place = g.quoi === 'avancer' ? 0 : place - 1
  }
  return rendues
}

/** Ce que les suites tirées ont éprouvé : un essai qui n’éprouve rien ne passe pas. */
const vu = { enLigne: 0, horsLigne: 0, doublons: 0, comptes: 0, sansEffet: 0 }

const eprouver = async (gestes: readonly Coup[], tailles: readonly number[]): Promise<void> => {
  const p = await unePartie()
  for (const v of vagues(gestes, tailles)) await Promise.all(v.map((g) => p.jouer(g)))
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
  // Quoi que dise l’horloge d’un appareil, rien de compté n’est d’avant son emport, ni d’après sa réception.
  const sansReseau = entrees.filter((e) => e.horsLigne)
  const comptes = sansReseau.filter((e) => e.etat !== null)
  for (const e of comptes) {
    expect(e.faitLe >= instants[0]).toBe(true)
    expect(e.faitLe <= e.horloges.serveur).toBe(true)
  }
  vu.comptes += comptes.length
  vu.sansEffet += sansReseau.length - comptes.length
  // Un reçu rendu est au registre, sous ce numéro et cette empreinte.
  for (const r of p.acquittes)
    expect(entrees[Number(r.numero) - 1]?.recu).toEqual({ ...r, numero: Number(r.numero) })
  vu.enLigne += p.acquittes.length
  vu.horsLigne += p.rapportes.size
  vu.doublons += entrees.filter((e) => e.doublon).length
  expect(
    await base.enTantQue(p.fil.organisme, {}, (tx) => verifierEnBase(tx, clesDEssai.publicKey)),
  ).toMatchObject({ ok: true, illisibles: 0 })
}

it(`${combien} suites sur la base, deux appareils à la fois : une signature par case, aucune perdue, aucune d’avant l’emport, la chaîne tient`, async () => {
  await fc.assert(
    // Plusieurs parties de front : chacune a son organisme, et la base les mêle.
    fc.asyncProperty(
      fc.array(
        fc.tuple(suites(10), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 6 })),
        {
          minLength: deFront,
          maxLength: deFront,
        },
      ),
      async (parties) => {
        await Promise.all(parties.map(([gestes, tailles]) => eprouver(gestes, tailles)))
      },
    ),
    { numRuns: Math.ceil(combien / deFront) },
  )
  expect(Math.min(...Object.values(vu)), JSON.stringify(vu)).toBeGreaterThan(combien / 25)
}, 3_600_000)
