// Les images d'un import : cherchées là où on les montre, refaites, posées ; ce qui ne peut l'être est laissé, avec sa raison.
import sharp from 'sharp'
import { beforeAll, expect, it } from 'vitest'
import { refuser } from '#kernel/refus.ts'
import { ok } from '#kernel/result.ts'
import { newId } from '#platform/db/index.ts'
import type { CoformeModule } from '#web/module.ts'
import { monde } from '../../../../test/monde/index.ts'
import { poleModule } from '../../pole/index.ts'
import { unPole } from '../../pole/test/batir.ts'
import { portail } from '../module.ts'
import { importerPage } from '../pages/importer.page.tsx'

const octets: Record<string, Uint8Array> = {}
const demandees: string[] = []
const importDEssai: CoformeModule = {
  nom: 'import-d-essai',
  routes(app, services) {
    app.route(
      '/',
      importerPage(services, async (url) => {
        demandees.push(url)
        const nom = url.split('/').at(-1) ?? ''
        return octets[nom]
          ? ok({ octets: octets[nom], type: 'image/png', url })
          : refuser('privee', 'Cette adresse mène à un réseau privé : elle n’est pas lue.')
      }),
    )
  },
}
const m = await monde({
  modules: [poleModule, importDEssai, portail],
  coops: { langue: 'Langue & Lien' },
  gens: {
    anime: { roles: ['responsable'], union: true },
  },
})
const { anime } = m
let pole = ''
beforeAll(async () => {
  pole = await unPole(anime)
  octets['bonne.png'] = await sharp({
    create: { width: 900, height: 600, channels: 3, background: '#0f4c49' },
  })
    .withExif({ IFD0: { Copyright: 'Soraya' } })
    .png()
    .toBuffer()
  octets['bombe.png'] = await sharp({
    create: { width: 10_000, height: 5_000, channels: 3, background: '#fff' },
  })
    .png({ compressionLevel: 9 })
    .toBuffer()
  octets['trace.svg'] = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
})

const importer = async (lignes: readonly string[]): Promise<string> => {
  const corps = new FormData()
  corps.append('paraitre', 'on')
  corps.append('adresse', '')
  corps.append(
    'fichier',
    new File([`titre;date;id;image;alt\n${lignes.join('\n')}`], 'a.csv', { type: 'text/csv' }),
  )
  const r = await anime.poster(`${pole}/actualites/importer`, corps)
  expect(r.statut).toBe(303)
  return r.vers
}
const { lire } = m.sansCompte

it('une image qui se lit est posée et paraît ; les autres sont laissées, avec leur raison', async () => {
  const un = await importer([
    'Bonne;01/02/2020;a;https://x.fr/bonne.png;Une table <b>ronde</b>',
    'Bombe;01/02/2020;b;https://x.fr/bombe.png;Trop grande',
    'Trace;01/02/2020;c;https://x.fr/trace.svg;Un tracé',
    'Privee;01/02/2020;d;https://prive.fr/ailleurs.png;Chez nous',
    'Muette;01/02/2020;e;https://x.fr/bonne.png;',
  ])
  // L'import ne va rien chercher de lui-même.
  expect(demandees).toEqual([])
  expect((await lire('/actualites/bonne')).octets.toString()).not.toContain('<img')
  expect((await anime.aller(`${un}/images`, {})).statut).toBe(303)
  expect(demandees).toHaveLength(4)
  const rapport = (await anime.aller(un)).texte
  for (const dit of [
    '50\u00a0millions',
    'ne se lit pas',
    'réseau privé',
    'ne dit pas ce qu’elle montre',
    '1\u00a0prise',
  ])
    expect(rapport, dit).toContain(dit)
  const page = (await lire('/actualites/bonne')).octets.toString()
  expect(page).toContain('alt="Une table ronde"')
  const image = /src="(\/actualites\/illustrations\/[^"]+)"/.exec(page)?.[1] ?? ''
  const lue = await lire(image)
  expect(lue.octets.subarray(8, 12).toString()).toBe('WEBP')
  expect(lue.octets.includes('Soraya')).toBe(false)
  expect(lue.octets.length).toBeLessThanOrEqual(61_440)
  // Redemandé, rien ne se refait : ni demande au dehors, ni version de plus.
  await anime.aller(`${un}/images`, {})
  expect(demandees).toHaveLength(4)
  expect(m.pannes).toEqual([])
})

it('demandées deux fois en même temps, elles ne sont prises qu’une, et le rapport le dit', async () => {
  const un = await importer(
    Array.from({ length: 4 }, (_, i) => `Double ${i};01/02/2020;dd${i};https://x.fr/bonne.png;Une table`),
  )
  const faits = await Promise.all([anime.aller(`${un}/images`, {}), anime.aller(`${un}/images`, {})])
  expect(faits.map((f) => f.statut)).toEqual([303, 303])
  const rapport = (await anime.aller(un)).texte
  expect(rapport).toContain('4\u00a0prises, 0\u00a0à prendre')
  expect(rapport).not.toContain('Elle a déjà une image.')
  expect(m.pannes).toEqual([])
})

it('dix à la fois, et pas pour qui n’anime pas ni pour un import inventé', async () => {
  const un = await importer(
    Array.from({ length: 13 }, (_, i) => `Série ${i};01/02/2020;s${i};https://x.fr/bonne.png;Une table`),
  )
  const avant = demandees.length
  await anime.aller(`${un}/images`, {})
  expect(demandees.length - avant).toBe(10)
  expect((await anime.aller(un)).texte).toContain('10\u00a0prises, 3\u00a0à prendre')
  const dehors = await m.entrer((await m.fonder('Étrangère')).organisme, { roles: ['responsable'] })
  expect((await dehors.aller(`${un}/images`, {})).statut).toBe(404)
  expect((await anime.aller(`${un.replace(/[0-9a-f-]{36}$/, newId())}/images`, {})).statut).toBe(404)
  expect(demandees.length - avant).toBe(10)
})
