/** Une mission faite compte au bilan de qui envoie (cadre G), d’après les feuilles de qui reçoit, et de nulle autre coopérative. */
import { expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { missionsDonnees } from '#modules/bpf/db/missions.queries.ts'
import { enNombre } from '#modules/bpf/domain/fraction.ts'
import { detaillerCase, nommer } from '#modules/bpf/lecture/detailler.ts'
import { lireBilan } from '#modules/bpf/lecture/lire-bilan.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poserMission } from '#modules/mutualisation/test/poser-mission.ts'
import { poleModule } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type Connectee, monde } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b' },
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
  expect(detail.map((x) => [x.qui, x.quoi, x.href])).toEqual(
    [1, 2].map(() => ['stagiaire de Langue & Lien', 'Une journée d’outils libres', null]),
  )
  for (const qui of [ana, theo, bruno])
    expect(await en(qui, (tx) => missionsDonnees(tx, exercice))).toEqual([])
  // Hors de l’exercice, rien.
  const apres = { debut: ajouterJours(jour, 1), fin: ajouterJours(jour, 300) }
  expect(await en(bea, (tx) => missionsDonnees(tx, apres))).toEqual([])
  expect((await en(bea, (tx) => missionsDonnees(tx, exercice))).map((x) => x.mission)).toEqual([mission])
})
