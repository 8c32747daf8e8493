import { expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { monde } from '../../../../test/monde/index.ts'
import { attentes } from '../db/attentes.ts'
import { rappeler } from '../jobs/prevenir.job.ts'
import { poleModule } from '../module.ts'
import { unPole } from '../test/batir.ts'

const m = await monde({
  modules: [poleModule],
  coops: { langue: 'Langue & Lien', tisserands: 'Les Tisserands', etrangere: 'Étrangère' },
  gens: {
    anime: { roles: ['responsable'], union: true },
    claire: { roles: ['responsable'], chez: 'tisserands' },
    dehors: { roles: ['responsable'], chez: 'etrangere' },
    comptable: { roles: ['comptable'], chez: 'tisserands' },
  },
})
const { base, worker, anime, claire, dehors, comptable } = m
const { langue, tisserands } = m.coops
m.regler('2026-01-05T10:00:00Z')
const pole = await unPole(anime)
await claire.aller('/poles/formation/rejoindre', { cherche: 'une salle à Nantes', propose: '' })
const titre = 'Toujours vrai\u00a0? Ce que vous cherchez et proposez au pôle Formation'
const avis = async (quand: string) => {
  m.regler(quand)
  for (const { organisme } of [langue, tisserands, langue, tisserands]) await rappeler({ organisme }, worker)
  return (await m.courriels()).filter((m) => m.objet === titre).map((m) => m.a)
}
const attendu = (quand: string) =>
  base.enTantQue(tisserands.organisme, { personne: claire.personne, portee: '*' }, async (tx) =>
    (await attentes(tx, new Date(quand))).map((a) => a.quoi),
  )
// Dit le 5 janvier, pour cent quatre-vingts jours : jusqu'au 4 juillet.
it('ce qu’une coopérative cherche se lit six mois, se dit finir deux semaines avant, et ne se montre plus ensuite', async () => {
  m.regler('2026-06-01T10:00:00Z')
  expect((await anime.aller(pole)).texte).toContain('une salle à Nantes')
  expect((await claire.aller(pole)).texte).toContain('Les autres le lisent jusqu’au 4\u00a0juillet 2026')
  expect(await avis('2026-06-19T06:20:00Z')).toEqual([])
  expect(await attendu('2026-06-19T06:20:00Z')).toEqual([])
  expect(await avis('2026-06-20T06:20:00Z')).toEqual([claire.courriel])
  expect(await avis('2026-06-27T06:20:00Z')).toEqual([claire.courriel])
  expect(await attendu('2026-06-27T06:20:00Z')).toEqual(['annonce'])
  m.regler('2026-07-04T10:00:00Z')
  expect((await anime.aller(pole)).texte).toContain('une salle à Nantes')
  m.regler('2026-07-05T10:00:00Z')
  for (const chemin of [pole, `${pole}?format=csv&liste=cooperatives`])
    expect((await anime.aller(chemin)).texte, chemin).not.toContain('une salle à Nantes')
  // La sienne le relit, pour le redire ou le changer.
  const { texte } = await claire.aller(pole)
  expect(texte).toContain('ne se montre plus depuis le 5\u00a0juillet 2026')
  expect(texte).toContain('une salle à Nantes')
})
it('un bouton le redit, un formulaire le change, et le terme repart de là', async () => {
  m.regler('2026-07-05T10:00:00Z')
  const encore = await claire.aller(`${pole}/annonce`, { geste: 'encore' })
  expect([encore.statut, encore.vers]).toEqual([303, `${pole}#annonce`])
  expect((await anime.aller(pole)).texte).toContain('une salle à Nantes')
  expect(await attendu('2026-07-05T10:00:00Z')).toEqual([])
  await claire.aller(`${pole}/annonce`, {
    geste: 'dire',
    cherche: '<script>alert(1)</script>',
    propose: 'un atelier',
  })
  const { texte } = await anime.aller(pole)
  expect(texte).toContain('un atelier')
  expect(texte).not.toContain('<script>alert')
  expect(texte).not.toContain('une salle à Nantes')
  const long = await claire.aller(`${pole}/annonce`, { geste: 'dire', cherche: 'a'.repeat(501), propose: '' })
  expect([long.statut, long.texte.includes('un atelier')]).toEqual([422, true])
})
it('ni qui ne participe pas, ni qui n’est pas du pôle, ne parle pour une coopérative', async () => {
  const corps = { geste: 'dire', cherche: 'forgé', propose: '' }
  expect((await comptable.aller(`${pole}/annonce`, corps)).statut).toBe(403)
  expect((await comptable.aller(pole)).texte).not.toContain('/annonce"')
  for (const p of [pole, `/poles/${newId()}`, '/poles/x'])
    expect((await dehors.aller(`${p}/annonce`, corps)).statut, p).toBe(404)
  expect((await anime.aller(pole)).texte).not.toContain('forgé')
  expect(m.pannes).toEqual([])
})
