// Un pôle naît de trois signatures, éclairées d'un avis : par les pages, en base, et vu du site de l'Union.
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { monde } from '../../../../test/monde/index.ts'
import { poleModule } from '../../pole/index.ts'
import { demanderUnAvis } from '../jobs/avis.job.ts'
import { portail } from '../module.ts'

const m = await monde({
  modules: [poleModule, portail],
  coops: {
    terre: 'Terre d’Appui',
    tisserands: 'Les Tisserands',
    langue: 'Langue & Lien',
    atelier: 'Atelier des Savoirs',
  },
  gens: {
    agathe: 'responsable',
    claire: { roles: ['responsable'], chez: 'tisserands' },
    collegue: { roles: ['formateur'], chez: 'tisserands' },
    union: { roles: ['responsable'], chez: 'langue', union: true },
    marion: { roles: ['responsable'], chez: 'atelier' },
  },
})
const { worker, agathe, claire, collegue, union, marion } = m
const { terre } = m.coops
await union.aller('/instance/union/delegues', {
  nom: 'Soazig Kerbrat',
  courriel: 'soazig@union.example',
  departements: '56',
})

const tache = (nom: string) => poleModule.jobs?.[nom] ?? expect.fail(`aucune tâche ${nom}`)

const corps = {
  nom: 'Pôle Pays de Lorient',
  genre: 'territorial',
  raison: 'Se connaître entre voisines, et répondre ensemble.',
  territoire: 'Pays de Lorient',
  departement: '56',
  entree: 'libre',
  courriel: 'lorient@exemple.example',
}
const proposer = async (nom: string) =>
  (await agathe.aller('/poles/propositions/nouvelle', { ...corps, nom })).vers
const uuid = (chemin: string) => chemin.match(/[0-9a-f-]{36}/)?.[0] ?? ''
const sansCompte = (chemin: string, dit?: Record<string, string>) =>
  m.app.request(`${m.origine}${chemin}`, {
    ...(dit ? { method: 'POST', body: new URLSearchParams(dit), headers: { origin: m.origine } } : {}),
  })

beforeEach(() => m.regler())

describe('un pôle naît de trois coopératives', () => {
  it('proposé, il se lit de toutes ; à trois signatures, il se lance, et chacune en est', async () => {
    const page = await proposer('Pôle Pays de Lorient')
    expect((await agathe.aller(page)).texte).toContain('Il manque 2\u00a0signatures')
    expect((await claire.aller('/poles')).texte).toContain('Pôle Pays de Lorient')
    const tot = await agathe.aller(`${page}/lancer`, {})
    expect([tot.statut, tot.texte.includes('3\u00a0coopératives aient signé')]).toEqual([409, true])

    expect((await claire.aller(`${page}/signer`, { mot: 'Une salle\nà Hennebont' })).statut).toBe(303)
    await tache('pole.signatures-reunies')({ organisme: terre.organisme, proposition: uuid(page) }, worker)
    expect((await m.courriels()).filter((m) => m.objet.startsWith('Les signatures'))).toHaveLength(1)
    await marion.aller(`${page}/signer`, { mot: '' })
    const jeton = newId()
    const lance = await agathe.aller(`${page}/lancer`, { _jeton: jeton })
    expect([lance.statut, lance.vers]).toEqual([303, `/poles/${jeton}`])
    // Le même geste, deux fois, ne lance qu'un pôle.
    expect((await agathe.aller(`${page}/lancer`, { _jeton: newId() })).vers).toBe(`/poles/${jeton}`)
    for (const elle of [agathe, claire, marion])
      expect((await elle.aller(`/poles/${jeton}`)).statut).toBe(200)
    const vu = (await claire.aller(`/poles/${jeton}`)).texte
    expect(vu).toContain('Une salle')
    expect(vu).not.toContain('Convoquer une rencontre')
    expect((await agathe.aller(`/poles/${jeton}`)).texte).toContain('Convoquer une rencontre')
    expect((await union.aller(`/poles/${jeton}`)).statut).toBe(404)
    // Lancée, elle ne se lit plus que de qui l'a signée.
    expect((await union.aller(page)).statut).toBe(404)
    expect((await claire.aller(`${page}/signer`, { mot: '' })).statut).toBe(409)
  })
  it('une coopérative signe une fois, même à deux cents ; elle reprend sa signature tant que rien n’est lancé', async () => {
    const page = await proposer('Pôle Numérique')
    const statuts = await Promise.all(
      Array.from({ length: 200 }, () => claire.aller(`${page}/signer`, { mot: 'oui' })),
    )
    expect(new Set(statuts.map((r) => r.statut))).toEqual(new Set([303]))
    expect((await agathe.aller(page)).texte).toContain('2 sur 3')
    expect((await claire.aller(`${page}/reprendre`, {})).statut).toBe(303)
    expect((await claire.aller(`${page}/reprendre`, {})).statut).toBe(409)
    expect((await agathe.aller(page)).texte).toContain('1 sur 3')
    // Qui propose retire le tout, pas sa signature.
    expect((await agathe.aller(`${page}/reprendre`, {})).statut).toBe(409)
    expect((await claire.aller(`${page}/retirer`, {})).statut).toBe(409)
    expect((await agathe.aller(`${page}/retirer`, {})).statut).toBe(303)
    expect((await claire.aller(page)).statut).toBe(404)
    // Le nom est libre de nouveau.
    expect(await proposer('Pôle Numérique')).toMatch(/^\/poles\/propositions\//)
  })
  it('engager sa coopérative demande d’en avoir le droit ; lancer, de l’avoir proposée', async () => {
    const page = await proposer('Pôle Culture')
    for (const [qui, suite] of [
      [collegue, 'signer'],
      [collegue, 'lancer'],
      [collegue, 'retirer'],
    ] as const)
      expect((await qui.aller(`${page}/${suite}`, { mot: '' })).statut, suite).toBe(403)
    expect((await collegue.aller(page)).texte).not.toContain('Signer pour notre coopérative')
    expect((await collegue.aller('/poles/propositions/nouvelle', corps)).statut).toBe(403)
    await claire.aller(`${page}/signer`, { mot: '' })
    await marion.aller(`${page}/signer`, { mot: '' })
    expect((await claire.aller(`${page}/lancer`, {})).statut).toBe(409)
    expect((await claire.aller(`/poles/propositions/${newId()}`)).statut).toBe(404)
    expect((await claire.aller(`/poles/propositions/${newId()}/signer`, { mot: '' })).statut).toBe(404)
  })
  it('l’Union règle combien signent, et fonde elle-même sans attendre', async () => {
    expect((await agathe.aller('/poles/nouveau')).vers).toBe('/poles/propositions/nouvelle')
    expect(
      (await agathe.aller('/instance/union/signatures', { signatures: '1', annonces: '180' })).statut,
    ).toBe(404)
    expect(
      (await union.aller('/instance/union/signatures', { signatures: '2', annonces: '180' })).statut,
    ).toBe(303)
    const page = await proposer('Pôle Bâtiment')
    await claire.aller(`${page}/signer`, { mot: '' })
    expect((await agathe.aller(`${page}/lancer`, {})).statut).toBe(303)
    await union.aller('/instance/union/signatures', { signatures: '3', annonces: '180' })
  })
  it('qui tient le département donne son avis, une fois, par le lien reçu', async () => {
    const page = await proposer('Pôle Énergie')
    await demanderUnAvis({ proposition: uuid(page) }, worker)
    const recu = (await m.courriels()).find((m) => m.objet.includes('Pôle Énergie'))
    expect(recu?.a).toBe('soazig@union.example')
    const lien = new URL(/http\S+\/avis\/\S+/.exec(recu?.texte ?? '')?.[0] ?? '').pathname
    expect((await sansCompte(lien)).status).toBe(200)
    expect((await sansCompte(`${lien}x`)).status).toBe(404)
    expect((await sansCompte(lien.replace(uuid(page), newId()))).status).toBe(404)
    expect((await sansCompte(lien, { texte: 'rien de coché' })).status).toBe(422)
    expect(
      (await sansCompte(lien, { avis: 'reserve', texte: 'À rapprocher du <b>pôle Formation</b>.' })).status,
    ).toBe(200)
    expect((await sansCompte(lien, { avis: 'favorable', texte: '' })).status).toBe(409)
    const { texte } = await agathe.aller(page)
    expect(texte).toContain('réservé')
    expect(texte).toContain('Soazig Kerbrat')
    expect(texte).toContain('À rapprocher du &lt;b&gt;pôle Formation&lt;/b&gt;.')
    await tache('pole.avis-donne')({ organisme: terre.organisme, proposition: uuid(page) }, worker)
    expect(
      (await m.courriels()).filter((m) => m.objet.startsWith('L’Union a donné')).map((m) => m.a),
    ).toEqual([agathe.courriel])
  })
  it('le site de l’Union la montre à signer, sans nommer qui a signé', async () => {
    const page = await proposer('Pôle Montagne')
    await claire.aller(`${page}/signer`, { mot: '' })
    const lu = await (await sansCompte('/poles-metiers')).text()
    expect(lu).toContain('Pôle Montagne')
    expect(lu).toContain('2\u00a0signatures sur 3')
    expect(lu).not.toContain('Les Tisserands')
    await agathe.aller(`${page}/retirer`, {})
    expect(await (await sansCompte('/poles-metiers')).text()).not.toContain('Pôle Montagne')
  })
})
