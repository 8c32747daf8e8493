/**
 * Dix mille suites de gestes, en ligne et hors ligne, deux appareils, tout ordre : jamais deux signatures valables pour
 * une personne et une séance, jamais une qui disparaît, et rejouer ne change rien. Les gestes sont ceux du module ; seules
 * les écritures sont en mémoire.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { EntreeAppareil } from '../domain/hors-ligne.ts'
import type { AppareilId, Demi, SessionId } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'
import { enMemoire } from '../test/en-memoire.ts'
import { type Coup, instants, melanger, personnes, rejouer, suites } from '../test/gestes.ts'
import { clore } from './clore.ts'
import { recevoirHorsLigne } from './recevoir-hors-ligne.ts'
import { signer } from './signer.ts'
import { annuler, noterAbsence, regulariser } from './statuer.ts'

const tom = { id: 'tom' as PersonneId, nom: 'Tom Okafor', suppleance: false }
const demi: Demi = {
  seance: {
    id: 's1' as SeanceId,
    date: '2026-11-24' as DateCivile,
    debut: 540,
    fin: 750,
    zone: 'Europe/Paris',
    avanceMin: 0,
    close: false,
  },
  demiJournee: 'matin',
  session: {
    id: 'session' as SessionId,
    numero: 'S-1',
    intitule: 'Anglais',
    formateur: 'Tom Okafor',
    lieu: 'salle Duras',
  },
  activite: 'a' as ActiviteId,
  intervenants: [{ nom: 'Tom Okafor', compte: tom.id }],
  comptes: [tom.id],
  animateurs: [tom.id],
}
const ids = Array.from({ length: personnes }, (_, i) => `i${i}` as InscriptionId)
const gens = ids.map((_, i) => ({
  id: `p${i}` as PersonneId,
  prenom: 'Prénom',
  nom: `Nom ${i}`,
  courriel: null,
  entreprise: null,
}))
const connexion = { ip: '192.0.2.7', agent: 'essai' }

const unePartie = () => {
  const m = enMemoire(demi, gens, ids)
  const appareils = [0, 1].map((n) => ({
    id: `appareil-${n}` as AppareilId,
    rang: 0,
    tete: null as string | null,
    faits: 0,
    decalage: 0,
    remettre: undefined as (() => void) | undefined,
    attendent: [] as EntreeAppareil[],
    partis: [] as EntreeAppareil[],
    recus: [] as EntreeAppareil[],
  }))
  /** Tout geste accepté, à retrouver au registre. */
  const acceptes = new Set<string>()
  let quand = 0
  const maintenant = () => new Date(instants[quand] ?? instants[0])
  const ports = () => ({ emargements: m.emargements, maintenant: maintenant() })
  const noter = (avant: number) => {
    for (const e of m.registre.slice(avant)) acceptes.add(e.id)
  }

  const recevoir = async (n: 0 | 1, entree: EntreeAppareil) => {
    // Déjà reçue : le serveur rend le même reçu, sans rien écrire.
    if (m.rapports.has(entree.id)) return
    const qui = ids.indexOf(entree.inscription as InscriptionId)
    await recevoirHorsLigne({ ...ports(), poserRapport: m.poserRapport })({
      demi: m.demi(),
      inscrit: m.inscrit(qui),
      entree,
      texte: entree.id,
      signature: '',
      empreinte: entree.id,
      appareil: { id: appareils[n]?.id ?? ('' as AppareilId), retire: false },
      ecartMs: appareils[n]?.decalage ?? 0,
      tenue: {
        passage: { le: new Date(instants[0]), rang: 0, tete: null, ecartMs: 0 },
        premierEmport: new Date(instants[0]),
        suite: (appareils[n]?.recus ?? []).map((e) => ({
          ...e,
          empreinte: e.id,
          faitLe: new Date(e.faitLe),
        })),
      },
      par: tom,
      connexion,
    })
    appareils[n]?.recus.push(entree)
  }
  const envoyer = async (n: 0 | 1, combien: number, melange: number) => {
    const a = appareils[n]
    if (!a) return
    const [parts, reste] = [a.attendent.slice(0, combien), a.attendent.slice(combien)]
    // Dans n’importe quel ordre, et remis dans celui de la suite, comme à la réception.
    const lot = melanger([...parts, ...a.partis, ...parts], melange)
    for (const e of lot.toSorted((x, y) => x.rang - y.rang)) await recevoir(n, e)
    a.attendent = reste
    a.partis = [...a.partis, ...parts]
  }

  const jouer = async (g: Coup): Promise<void> => {
    const avant = m.registre.length
    switch (g.quoi) {
      case 'avancer':
        quand = Math.min(quand + 1, instants.length - 1)
        return
      case 'en-ligne':
        await signer({ ...ports(), prendreLien: async () => true })({
          demi: m.demi(),
          inscrit: m.inscrit(g.qui),
          porte: 'lien',
          appareil: null,
          identification: 'lien-personnel',
          connexion,
          montre: '{}',
        })
        return noter(avant)
      case 'hors-ligne': {
        const a = appareils[g.appareil]
        if (!a) return
        const id = `${a.id}-${++a.faits}`
        const precedente = a.tete
        a.rang += 1
        a.tete = id
        a.attendent.push({
          format: 'coforme-appareil/1',
          id,
          appareil: a.id,
          rang: a.rang,
          precedente,
          alea: '',
          seance: demi.seance.id,
          inscription: ids[g.qui] ?? '',
          geste: g.geste,
          faitLe: new Date(maintenant().getTime() + a.decalage).toISOString(),
          feuille: '',
          identification: g.geste === 'presence' ? 'initiales' : 'code',
          attestation: g.geste === 'presence',
          trace: null,
          motif: g.geste === 'absence' ? 'inconnu' : null,
          ...(g.geste === 'retard' ? { minutes: { retard: 10 + 5 * g.appareil, depart: 0 } } : {}),
        })
        return
      }
      case 'regler': {
        const a = appareils[g.appareil]
        if (a) a.decalage = g.minutes * 60_000
        return
      }
      case 'sauver': {
        const a = appareils[g.appareil]
        if (!a) return
        const { rang, tete, attendent } = a
        a.remettre = () => Object.assign(a, { rang, tete, attendent: [...attendent] })
        return
      }
      case 'restaurer':
        appareils[g.appareil]?.remettre?.()
        return
      case 'envoyer':
        await envoyer(g.appareil, g.combien, g.melange)
        return noter(avant)
      case 'absent':
        await noterAbsence(ports())({ demi: m.demi(), inscrit: m.inscrit(g.qui), par: tom, motif: 'inconnu' })
        return noter(avant)
      case 'regulariser':
        await regulariser(ports())({
          demi: m.demi(),
          inscrit: m.inscrit(g.qui),
          par: tom,
          motif: 'Vue en salle, sans téléphone',
        })
        return noter(avant)
      case 'annuler':
        await annuler(ports())({
          demi: m.demi(),
          inscrit: m.inscrit(g.qui),
          par: tom,
          motif: 'Nom touché par erreur',
        })
        return noter(avant)
      case 'clore':
        await clore(ports())({
          demi: m.demi(),
          inscrits: ids.map((_, i) => m.inscrit(i)),
          par: tom,
          signatures: [{ par: tom.id, apres: 0 }],
          connexion,
        })
        return noter(avant)
    }
  }
  return { m, appareils, acceptes, jouer, envoyer }
}

const mots = { presente: 'signee', absente: 'absente', attendue: 'attendue' } as const
const verifier = (p: ReturnType<typeof unePartie>) => {
  const { etats, fautes } = rejouer(
    p.m.registre.map((e) => ({
      id: e.id,
      genre: e.genre,
      inscription: e.inscription ?? null,
      etat: e.etat ?? null,
      doublon: e.doublon === true,
    })),
  )
  // Sans « expect » : appelé un million de fois, il ferait l’essentiel du temps.
  if (fautes[0]) throw new Error(fautes[0])
  for (const [i, id] of ids.entries()) {
    const dit = mots[(etats.get(id) ?? 'attendue') as keyof typeof mots]
    if (dit !== p.m.etat(i)) throw new Error(`le registre dit ${dit}, la case ${p.m.etat(i)}`)
  }
}

it('dix mille suites : jamais deux signatures valables, jamais une de perdue, et rejouer ne change rien', async () => {
  let horsLigne = 0
  let sansEffet = 0
  let retards = 0
  await fc.assert(
    fc.asyncProperty(suites(16), async (gestes) => {
      const p = unePartie()
      for (const g of gestes) {
        await p.jouer(g)
        verifier(p)
      }
      // Tout finit par partir, deux fois plutôt qu’une.
      for (const n of [0, 1] as const) await p.envoyer(n, 100, gestes.length)
      verifier(p)
      const ecrites = p.m.registre.length
      for (const n of [1, 0] as const) await p.envoyer(n, 100, 7)
      expect(p.m.registre).toHaveLength(ecrites)
      const auRegistre = p.m.registre.map((e) => e.id)
      expect(new Set(auRegistre).size).toBe(auRegistre.length)
      const rapportees = p.appareils.flatMap((a) => a.partis.map((e) => e.id))
      const ecrits = new Set(auRegistre)
      expect([...p.acceptes, ...rapportees].filter((id) => !ecrits.has(id))).toEqual([])
      // Quoi que dise l’horloge d’un appareil, rien de compté n’est d’avant son emport.
      const comptes = p.m.registre.filter((e) => e.horsLigne && e.etat !== undefined)
      expect(comptes.filter((e) => e.faitLe.toISOString() < instants[0])).toEqual([])
      horsLigne += rapportees.length
      retards += p.m.registre.filter((e) => e.genre === 'retard' && e.etat === 'presente').length
      sansEffet += [...p.m.rapports.values()].filter((r) => r.issue !== 'retenue').length
    }),
    { numRuns: 10_000 },
  )
  // Les suites tirées éprouvent bien les deux : des gestes retenus, et des gestes gardés sans effet.
  expect(horsLigne).toBeGreaterThan(10_000)
  expect(sansEffet).toBeGreaterThan(1_000)
  expect(horsLigne - sansEffet).toBeGreaterThan(1_000)
  expect(retards).toBeGreaterThan(300)
}, 120_000)
