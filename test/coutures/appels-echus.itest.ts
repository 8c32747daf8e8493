/** Un appel dont la date limite est passée : il entre dans la journée de qui choisit, ses réponses s’annoncent, et douze mois après il s’efface. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { ajouterJours } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { contributionsMutualisation } from '#modules/mutualisation/contributions/aujourdhui.ts'
import { expirerLesAttentes } from '#modules/mutualisation/jobs/expirer.job.ts'
import { moduleMutualisation } from '#modules/mutualisation/module.ts'
import { poserPole } from '#modules/mutualisation/test/pole-d-essai.ts'
import { poserMission, poserReponse } from '#modules/mutualisation/test/poser-mission.ts'
import { poleModule } from '#modules/pole/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    fanny: { roles: ['formateur'], chez: 'a' },
    lila: { roles: ['formateur'], chez: 'b' },
    lou: { roles: ['formateur'], chez: 'b' },
    bea: { roles: ['responsable'], chez: 'b' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, fanny, lila, lou, bea } = m
const { pole } = await base.maintenance((tx) => poserPole(tx, [ana, bea]))
const jour = ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), 20)
const quand = { pole, recoit: ana, jours: [jour], debut: 540, fin: 1020 }
const dans = (mois: number, jours = 0) => {
  const d = new Date()
  d.setMonth(d.getMonth() + mois)
  return new Date(d.getTime() + jours * 86_400_000)
}
const journee = async (qui: Connectee, roles: readonly string[], maintenant: Date) =>
  (
    await base.enTantQue(qui.organisme, { personne: qui.personne }, async (tx) =>
      contributionsMutualisation.aFaire?.(tx, {
        visiteur: unVisiteur({
          personneId: qui.personne,
          organisme: { id: qui.organisme, code: 'x', nom: 'X' },
          roles,
        }),
        maintenant,
      }),
    )
  )?.map((g) => `${g.verbe} ${g.chose}`) ?? []
const combien = async (table: string) =>
  (
    await base.maintenance((tx) =>
      sql<{ n: number }>`select count(*)::int4 as n from ${sql.id('mutualisation', table)}`.execute(tx),
    )
  ).rows[0]?.n

it('une réponse s’annonce une fois, à qui a publié l’appel ; ni nom, ni prix', async () => {
  await base.maintenance((tx) => poserReponse(tx, { ...quand, envoie: lila }))
  const tourner = () => expirerLesAttentes({}, m.worker)
  for (const _ of [1, 2]) await tourner()
  const ecrits = (await m.courriels()).filter((c) => c.objet.includes('à votre appel'))
  expect(ecrits.map((c) => [c.a, sansInsecables(c.objet)])).toEqual([
    [ana.courriel, '1 réponse à votre appel « Une journée d’outils libres »'],
  ])
  expect(ecrits[0]?.texte).toMatch(/\/vivier\/appels\/[0-9a-f-]{36}/)
  expect(ecrits[0]?.texte).not.toContain('620')
  // Qui a publié n’est plus de la coopérative : rien ne lui part, et rien ne s’annonce deux fois.
  await base.maintenance((tx) => poserReponse(tx, { ...quand, envoie: lou }))
  const au = (fin: string | null) =>
    base.maintenance((tx) =>
      sql`update compte.adhesion set au = ${fin}::date where compte_id = ${ana.personne}`.execute(tx),
    )
  await au(ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), -1))
  await tourner()
  await au(null)
  await tourner()
  expect((await m.courriels()).filter((c) => c.objet.includes('à votre appel'))).toHaveLength(1)
})

it('échu, il entre dans la journée de qui choisit, jusqu’à ce que quelqu’un le close', async () => {
  const ligne = 'Choisir parmi les réponses à votre appel, Une journée d’outils libres'
  const apres = dans(0, 8)
  expect(await journee(ana, ['responsable'], new Date())).not.toContain(ligne)
  expect(await journee(ana, ['responsable'], apres)).toContain(ligne)
  expect(await journee(fanny, ['formateur'], apres)).not.toContain(ligne)
  expect(await journee(bea, ['responsable'], apres)).not.toContain(ligne)
})

it('douze mois après sa date limite, il s’efface avec ses réponses ; une mission qui fut ferme le garde', async () => {
  await base.maintenance((tx) => poserMission(tx, { pole, recoit: ana, envoie: lila, etat: 'ferme', jour }))
  const option = await base.maintenance((tx) =>
    poserMission(tx, { pole, recoit: ana, envoie: lou, etat: 'option', jour: ajouterJours(jour, 3) }),
  )
  expect([await combien('appel'), await combien('reponse'), await combien('mission')]).toEqual([4, 4, 2])
  m.regler(dans(12, 5))
  await expirerLesAttentes({}, m.worker)
  // L’option est tombée d’elle-même ; la date limite était dans sept jours : pas encore douze mois.
  expect([await combien('appel'), await combien('reponse'), await combien('mission')]).toEqual([4, 4, 2])
  m.regler(dans(12, 9))
  await expirerLesAttentes({}, m.worker)
  expect([await combien('appel'), await combien('reponse'), await combien('mission')]).toEqual([1, 1, 1])
  expect(await combien('appel_date')).toBe(1)
  const reste = await base.maintenance((tx) =>
    sql<{ id: string }>`select id from mutualisation.mission`.execute(tx),
  )
  expect(reste.rows.map((x) => x.id)).not.toContain(option)
  await expirerLesAttentes({}, m.worker)
  expect(await combien('appel')).toBe(1)
  m.regler()
})
