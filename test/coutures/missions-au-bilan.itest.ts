/** Une mission faite compte au bilan de qui envoie (cadre G), d’après les feuilles de qui reçoit, et de nulle autre coopérative ; ses pièces, avoirs compris. */
import { expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { missionsDonnees } from '#modules/bpf/db/missions.queries.ts'
import { enNombre } from '#modules/bpf/domain/fraction.ts'
import { detaillerCase, nommer } from '#modules/bpf/lecture/detailler.ts'
import { lireBilanDetaille } from '#modules/bpf/lecture/lire-bilan.ts'
import { lireLesDeux } from '#modules/bpf/test/lire-les-deux.ts'
import { poserPiece } from '#modules/documents/test/poser.ts'
import { ajouterFacture } from '#modules/facturation/db/factures.ecritures.ts'
import { abandonnerProjet } from '#modules/facturation/gestes/projet.ts'
import { type FactureId, lireProjet, type ProjetId, preparerConstatee } from '#modules/facturation/index.ts'
import { contributionsMutualisation } from '#modules/mutualisation/contributions/aujourdhui.ts'
import { encoreAuPlanning, lireMissions } from '#modules/mutualisation/db/appels.ts'
import type { MissionId } from '#modules/mutualisation/domain/missions.ts'
import { factureDe } from '#modules/mutualisation/lecture/facture-de-mission.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poserMission } from '#modules/mutualisation/test/poser-mission.ts'
import { poleModule } from '#modules/pole/index.ts'
import { poserIntervenant, poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { trouverOuCreerEntreprise, trouverOuCreerIntervenant } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
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
  await en(bea, (tx) => lireLesDeux(tx, exercice))
  const lu = await en(bea, (tx) => lireBilanDetaille(tx, exercice))
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

const chezB = { organisme: bea.organisme, activite: m.coops.b.activite }
let rangDePiece = 0
const payeurDe = async (tx: TenantTx, mission: MissionId) => {
  const siret = (await lireMissions(tx, mission))[0]?.receveurSiret ?? ''
  return trouverOuCreerEntreprise(tx, chezB.activite, { nom: 'Langue & Lien', siret }, new Date())
}
/** Émet la facture d’un projet préparé pour cette mission, ou l’avoir qui la corrige, à ce montant. */
const emettrePour = async (
  mission: MissionId,
  d: { projet: ProjetId; montant: number; corrige?: FactureId },
): Promise<FactureId> => {
  const id = newId<'Facture'>()
  const piece = await base.maintenance((tx) =>
    poserPiece(tx, chezB, { genre: 'facture', objet: { genre: 'facture', id } }),
  )
  rangDePiece += 1
  await en(bea, async (tx) => {
    const payeurEntreprise = await payeurDe(tx, mission)
    const prepare = await preparerConstatee(
      tx,
      {
        id: d.projet,
        activite: chezB.activite,
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
      activite: chezB.activite,
      provenance: 'emise',
      genre: d.corrige ? 'avoir' : 'facture',
      outil: 'coforme',
      numero: `FA-2026-${String(rangDePiece).padStart(4, '0')}`,
      piece,
      projet: d.projet,
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
      corrige: d.corrige ?? null,
      periode: null,
      ht: centimes(d.montant),
      tva: centimes(0),
      ttc: centimes(d.montant),
      lignes: [],
      le: new Date(),
    })
  })
  return id
}
const missionFaite = async (joursAvant: number) => {
  const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, bea]))
  return base.maintenance((tx) =>
    poserMission(tx, {
      pole,
      recoit: ana,
      envoie: bea,
      etat: 'faite',
      jour: ajouterJours(jour, -joursAvant),
    }),
  )
}
const facture = (mission: MissionId) => en(bea, (tx) => factureDe(tx, mission))
const total = (emises: readonly { ttc: number }[]) => emises.reduce((t, f) => t + f.ttc, 0)
/** Ce que sa journée demande de facturer, de cette mission. */
const aFacturer = async (mission: MissionId) => {
  const visiteur = unVisiteur({
    personneId: bea.personne,
    organisme: { id: bea.organisme, code: 'x', nom: 'X' },
    roles: ['responsable'],
  })
  const gestes = await en(bea, async (tx) =>
    contributionsMutualisation.aFaire?.(tx, { visiteur, maintenant: new Date() }),
  )
  return (gestes ?? []).some((g) => g.verbe === 'Facturer' && g.href.endsWith(mission))
}

it('un avoir sur la facture d’une mission compte parmi ce qui fut émis pour elle', async () => {
  const mission = await missionFaite(2)
  const projet = mission as string as ProjetId
  const corrige = await emettrePour(mission, { projet, montant: 70_000 })
  await emettrePour(mission, { projet: newId<'ProjetFacture'>(), montant: -8_000, corrige })
  const lue = await facture(mission)
  expect([lue.projet, lue.etat === null, total(lue.emises)]).toEqual([projet, false, 62_000])
})

it('abandonnée, ou annulée d’un avoir, la facture d’une mission se redemande à la page et à la journée ; la suivante se compte', async () => {
  const mission = await missionFaite(3)
  const projet = mission as string as ProjetId
  expect([(await facture(mission)).etat, await aFacturer(mission)]).toEqual([null, true])
  const corrige = await emettrePour(mission, { projet, montant: 70_000 })
  expect([(await facture(mission)).etat === null, await aFacturer(mission)]).toEqual([false, false])
  await emettrePour(mission, { projet: newId<'ProjetFacture'>(), montant: -70_000, corrige })
  const annulee = await facture(mission)
  expect([annulee.etat, total(annulee.emises), await aFacturer(mission)]).toEqual([null, 0, true])
  expect(annulee.projet).not.toBe(projet)
  await emettrePour(mission, { projet: annulee.projet, montant: 62_000 })
  const refaite = await facture(mission)
  expect([refaite.projet, total(refaite.emises), await aFacturer(mission)]).toEqual([
    annulee.projet,
    62_000,
    false,
  ])
  // Abandonnée, elle n’est plus ni émise, ni préparée : la journée la redemande, comme la page.
  const autre = await missionFaite(4)
  await en(bea, async (tx) => {
    const prepare = await preparerConstatee(
      tx,
      {
        id: autre as string as ProjetId,
        activite: chezB.activite,
        payeurEntreprise: await payeurDe(tx, autre),
        periode: { du: jour, au: jour },
        reference: 'CM-2026-002',
        delaiJours: 30,
        formation: true,
        lignes: [{ libelle: 'Une journée', montant: centimes(70_000), taux: 0 }],
      },
      new Date(),
    )
    const lu = prepare.ok ? await lireProjet(tx, prepare.value) : undefined
    if (!lu) throw new Error('aucun projet')
    expect((await abandonnerProjet(tx, lu, lu.version)).ok).toBe(true)
  })
  expect([(await facture(autre)).etat, await aFacturer(autre)]).toEqual([null, true])
})
