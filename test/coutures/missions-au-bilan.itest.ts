/** Une mission faite compte au bilan de qui envoie (cadre G), d’après les feuilles de qui reçoit, et de nulle autre coopérative ; ses pièces, avoirs compris. */
import { expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { missionsDonnees } from '#modules/bpf/db/missions.queries.ts'
import { enNombre } from '#modules/bpf/domain/fraction.ts'
import { detaillerCase, nommer } from '#modules/bpf/lecture/detailler.ts'
import { lireBilan } from '#modules/bpf/lecture/lire-bilan.ts'
import { poserPiece } from '#modules/documents/test/poser.ts'
import { ajouterFacture } from '#modules/facturation/db/factures.ecritures.ts'
import { type ProjetId, preparerConstatee } from '#modules/facturation/index.ts'
import { encoreAuPlanning, facturesEmises, lireMissions } from '#modules/mutualisation/db/appels.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poserMission } from '#modules/mutualisation/test/poser-mission.ts'
import { poleModule } from '#modules/pole/index.ts'
import { poserIntervenant, poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { trouverOuCreerEntreprise, trouverOuCreerIntervenant } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { type Connectee, monde } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b', prenom: 'Marie Claire', nom: 'Le Goff' },
    bruno: { roles: ['formateur'], chez: 'b' },
    theo: { roles: ['responsable'], chez: 'tierce' },
  },
  maintenant: new Date().toISOString(),
})
const { base, ana, bea, bruno, theo } = m
const aujourdhui = jourLocal(new Date(), ZONE_PAR_DEFAUT)
const jour = ajouterJours(aujourdhui, -10)
const exercice = {
  debut: ajouterJours(jour, -100) as DateCivile,
  fin: ajouterJours(jour, 100) as DateCivile,
}
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)

it('deux stagiaires et quatorze heures, en G chez qui envoie ; ni nom, ni ligne, ni nombre ailleurs', async () => {
  const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, bea, theo]))
  const poser = (forme: string, quand = jour) =>
    base.maintenance((tx) =>
      poserMission(tx, { pole, recoit: ana, envoie: bea, etat: 'faite', jour: quand, forme }),
    )
  const mission = await poser('sous-traitance')
  // Un prêt n’y compte pas : la personne est de qui la reçoit, le temps du prêt.
  await poser('pret', ajouterJours(jour, -1))
  const lu = await en(bea, (tx) => lireBilan(tx, exercice))
  const { n, h } = lu.bpf.lignes.G
  expect([n, enNombre(h)]).toEqual([2, 14])
  const g = lu.bpf.cases.get('G')
  const detail = g ? detaillerCase(lu, await en(bea, (tx) => nommer(tx, [g])), g) : []
  // Cadre E : les sept heures du constat, de la personne, parmi les siennes ; le prêt, lui, est au cadre E de qui reçoit.
  expect([lu.bpf.lignes.E.internes.n, enNombre(lu.bpf.lignes.E.internes.h)]).toEqual([1, 7])
  expect(detail.map((x) => [x.qui, x.quoi, x.href])).toEqual(
    [1, 2].map(() => ['stagiaire de Langue & Lien', 'Une journée d’outils libres', null]),
  )
  for (const qui of [ana, theo, bruno])
    expect(await en(qui, (tx) => missionsDonnees(tx, exercice))).toEqual([])
  // Qui ne tient le bilan que d’une enseigne n’en lit aucune : une mission engage toute la coopérative.
  const uneEnseigne = { personne: bea.personne, portee: [m.coops.b.activite] }
  expect(await base.enTantQue(bea.organisme, uneEnseigne, (tx) => missionsDonnees(tx, exercice))).toEqual([])
  // Hors de l’exercice, rien.
  const apres = { debut: ajouterJours(jour, 1), fin: ajouterJours(jour, 300) }
  expect(await en(bea, (tx) => missionsDonnees(tx, apres))).toEqual([])
  expect((await en(bea, (tx) => missionsDonnees(tx, exercice))).map((x) => x.mission)).toEqual([mission])
})

it('un prénom en deux mots, coupé ailleurs ou d’une autre casse, reste la même personne au planning de qui reçoit', async () => {
  const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, bea]))
  const demain = ajouterJours(aujourdhui, 30)
  const ici = { organisme: ana.organisme, activite: m.coops.a.activite }
  const fiche = await base.maintenance(async (tx) => {
    await poserMission(tx, { pole, recoit: ana, envoie: bea, etat: 'ferme', jour: demain })
    const offre = await poserOffre(tx, ici)
    const { seances } = await poserSession(tx, { ...ici, offre, seances: [[demain, 570, 720]] })
    // « Marie Claire Le Goff », écrit d’un trait au départ de la session, s’y coupe après le premier mot.
    return poserIntervenant(tx, ici, seances, { prenom: 'marie', nom: 'Claire LE GOFF' })
  })
  await en(ana, async (tx) => {
    const mission = (await lireMissions(tx)).find((x) => x.etat === 'ferme')
    if (!mission) throw new Error('aucune mission ferme')
    expect([mission.prenom, mission.famille]).toEqual(['Marie Claire', 'Le Goff'])
    expect(await encoreAuPlanning(tx, mission)).toBe(true)
    expect(
      await trouverOuCreerIntervenant(
        tx,
        ici.activite,
        { prenom: mission.prenom, nom: mission.famille },
        new Date(),
      ),
    ).toBe(fiche)
  })
})

it('un avoir sur la facture d’une mission compte parmi ce qui fut émis pour elle', async () => {
  const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, bea]))
  const mission = await base.maintenance((tx) =>
    poserMission(tx, { pole, recoit: ana, envoie: bea, etat: 'faite', jour: ajouterJours(jour, -2) }),
  )
  const chez = { organisme: bea.organisme, activite: m.coops.b.activite }
  const [facture, avoir] = [newId<'Facture'>(), newId<'Facture'>()]
  const pieces = await base.maintenance(async (tx) => [
    await poserPiece(tx, chez, { genre: 'facture', objet: { genre: 'facture', id: facture } }),
    await poserPiece(tx, chez, { genre: 'facture', objet: { genre: 'facture', id: avoir } }),
  ])
  const emises = await en(bea, async (tx) => {
    const [lue] = await lireMissions(tx, mission)
    const payeurEntreprise = await trouverOuCreerEntreprise(
      tx,
      chez.activite,
      { nom: 'Langue & Lien', siret: lue?.receveurSiret ?? '' },
      new Date(),
    )
    for (const [rang, [id, projet, montant]] of (
      [
        [facture, mission as string as ProjetId, 70_000],
        [avoir, newId<'ProjetFacture'>(), -8_000],
      ] as const
    ).entries()) {
      const prepare = await preparerConstatee(
        tx,
        {
          id: projet,
          activite: chez.activite,
          payeurEntreprise,
          periode: { du: jour, au: jour },
          reference: 'CM-2026-001',
          delaiJours: 30,
          formation: true,
          lignes: [{ libelle: 'Une journée d’outils libres', montant: centimes(70_000), taux: 0 }],
        },
        new Date(),
      )
      if (!prepare.ok) throw new Error(prepare.error.phrase)
      await ajouterFacture(tx, {
        id,
        activite: chez.activite,
        provenance: 'emise',
        genre: rang === 0 ? 'facture' : 'avoir',
        outil: 'coforme',
        numero: `FA-2026-000${rang + 1}`,
        piece: pieces[rang] ?? null,
        projet,
        emiseLe: aujourdhui,
        echeance: null,
        session: null,
        dossier: null,
        financementRang: null,
        payeurEntreprise,
        payeurPersonne: null,
        payeur: 'Langue & Lien',
        source: 'autre-of',
        subrogation: false,
        corrige: rang === 0 ? null : facture,
        periode: null,
        ht: centimes(montant),
        tva: centimes(0),
        ttc: centimes(montant),
        lignes: [],
        le: new Date(),
      })
    }
    return facturesEmises(tx, mission)
  })
  expect(emises.reduce((t, f) => t + f.ttc, 0)).toBe(62_000)
})
