// Un long texte qui ne s'enregistre pas ne se perd pas : gardé au serveur, proposé quand on revient, à soi seul.
import { describe, expect, it } from 'vitest'
import { monde } from '../../../../test/monde/index.ts'
import { poleModule } from '../../pole/index.ts'
import { uneRencontre, unPole } from '../../pole/test/batir.ts'
import { portail } from '../module.ts'

const m = await monde({
  modules: [poleModule, portail],
  coops: { langue: 'Langue & Lien' },
  gens: {
    anime: { roles: ['responsable'], union: true },
    collegue: 'responsable',
  },
})
const { anime, collegue } = m
const { langue } = m.coops
const pole = await unPole(anime)
const reunion = await uneRencontre(anime, pole, { titre: 'Première rencontre', jour: '25/11/2026' })
m.regler('2026-11-26T10:00:00Z')
await anime.aller(`${reunion}/etat`, {})

/** L'adresse où la page dit que son formulaire se garde. */
const ou = async (chemin: string): Promise<string> =>
  /data-brouillon="([^"]+)"/.exec((await anime.aller(chemin)).texte)?.[1]?.replaceAll('&amp;', '&') ?? ''

describe.each<readonly [string, () => string, Record<string, string>]>([
  ['le récit d’une rencontre', () => reunion, { recit: 'Nous avons <b>ri</b> & compté.' }],
  ['une question à voter', () => `${pole}/decisions/nouvelle`, { texte: 'Nous avons <b>ri</b> & compté.' }],
  ['la lettre', () => `${pole}/lettre`, { mot: 'Nous avons <b>ri</b> & compté.' }],
  ['une actualité', () => `${pole}/actualites/nouvelle`, { corps: 'Nous avons <b>ri</b> & compté.' }],
])('%s', (_nom, chemin, dit) => {
  it('se garde sans s’enregistrer, se retrouve, et s’oublie', async () => {
    const garder = await ou(chemin())
    expect(garder).toContain('/poles/brouillons/')
    // Le script, à mesure : rien à montrer.
    expect((await anime.aller(`${garder}&sans_page=oui`, dit)).statut).toBe(204)
    // Le bouton, sans script : la page revient, et le dit.
    const presse = await anime.aller(garder, dit)
    expect([presse.statut, presse.vers]).toEqual([303, expect.stringMatching(/^\/poles\//)])
    const revenue = (await anime.aller(chemin())).texte
    expect(revenue).toContain('est repris ici')
    expect(revenue).toContain('Nous avons &lt;b&gt;ri&lt;/b&gt; &amp; compté.')
    expect(revenue).not.toContain('<b>ri</b>')
    await anime.aller(`${garder}&geste=oublier`, {})
    expect((await anime.aller(chemin())).texte).not.toContain('est repris ici')
  })
})

describe('un brouillon', () => {
  it('s’efface dès que le texte est enregistré', async () => {
    const garder = await ou(reunion)
    await anime.aller(garder, { recit: 'En chantier.' })
    await anime.aller(`${reunion}/recit`, { recit: 'Enregistré.' })
    const lu = (await anime.aller(reunion)).texte
    expect(lu).toContain('Enregistré.')
    expect(lu).not.toContain('En chantier.')
  })
  it('n’est qu’à la personne qui l’écrit', async () => {
    const garder = await ou(`${pole}/decisions/nouvelle`)
    await anime.aller(garder, { texte: 'Un secret de rédaction.' })
    await anime.aller(`${pole}/animation`, { anime: `${langue.organisme} ${collegue.personne}` })
    expect((await collegue.aller(`${pole}/decisions/nouvelle`)).texte).not.toContain('Un secret')
  })
  it('ne renvoie pas ailleurs, ne se nomme pas n’importe comment, et se borne', async () => {
    const garder = await ou(`${pole}/lettre`)
    const dehors = garder.replace(/retour=[^&]*/, 'retour=https%3A%2F%2Fexemple.example')
    expect((await anime.aller(dehors, { mot: 'x' })).vers).toBe('/poles')
    expect((await anime.aller('/poles/brouillons/comptes.secret:1', { mot: 'x' })).statut).toBe(404)
    expect((await anime.aller(`${garder}&sans_page=oui`, { mot: 'a'.repeat(195_000) })).statut).toBe(413)
  })
})
