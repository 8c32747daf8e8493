import { describe, expect, it } from 'vitest'
import { ecrivainsDe, juger, portesQuiEcrivent } from './portes.ts'

const proposer =
  'create or replace function porte.proposer(x uuid) returns text language plpgsql as $$ begin insert into pole.proposition values (x); return null; end $$;'
const relayer =
  'create or replace function porte.relayer(x uuid) returns text language sql begin atomic select porte.proposer(x); end;'
const lire =
  '-- Rien : insert into.\ncreate or replace function porte.lire() returns text language sql as $$ select 1 from pole.x for update of x $$;'
const portes = portesQuiEcrivent([proposer, relayer, lire])

const db = `import { sql } from 'kysely'
const commun = (tx) => sql\`select porte.proposer(1)\`.execute(tx)
export const proposerPole = (tx) => commun(tx)
export const lireTout = (tx) => sql\`select porte.lire()\`.execute(tx)
`
const fichier = 'src/modules/pole/db/naissances.ts'
const avec = (autres: Record<string, string>) =>
  juger(new Map(Object.entries({ [fichier]: db, ...autres })), portes)

describe('une porte qui écrit', () => {
  it('écrit d’elle-même ou par une autre ; lire sous verrou et un commentaire n’écrivent pas', () =>
    expect([...portes]).toEqual(['porte.proposer', 'porte.relayer']))
  it('se suit jusqu’à ce qu’un fichier de db/ en exporte', () =>
    expect(ecrivainsDe(fichier, db, portes)).toEqual(['commun', 'proposerPole']))
  it('une page qui en importe est une faute, qui la nomme', () =>
    expect(
      avec({
        'src/modules/pole/pages/proposer.page.tsx': "import { proposerPole } from '../db/naissances.ts'\n",
      }),
    ).toEqual([
      'src/modules/pole/pages/proposer.page.tsx → src/modules/pole/db/naissances.ts proposerPole (page-ecrit-par-une-porte)',
    ]))
  it('une lecture, un papier, une contribution aussi, et par la porte d’un autre module, même renommée', () => {
    for (const dossier of ['lecture', 'documents', 'contributions'])
      expect(
        avec({
          'src/modules/pole/index.ts': "export { proposerPole as naitre } from './db/naissances.ts'\n",
          [`src/modules/portail/${dossier}/x.ts`]: "import { naitre } from '#modules/pole/index.ts'\n",
        }),
      ).toHaveLength(1)
  })
  it('un écrivain de table, rendu par l’index d’un module, aussi ; et les pages d’app', () => {
    const index =
      "export { ouvrir } from './db/poles.ecritures.ts'\nexport type { Ouvert } from './db/poles.ecritures.ts'\n"
    for (const chemin of ['src/modules/portail/pages/x.page.tsx', 'src/app/pages/x.page.tsx'])
      expect(
        avec({
          'src/modules/pole/index.ts': index,
          [chemin]:
            "import { ouvrir } from '#modules/pole/index.ts'\nimport type { Ouvert } from '#modules/pole/index.ts'\n",
        }),
      ).toEqual([`${chemin} → src/modules/pole/index.ts ouvrir (page-ecrit-par-une-porte)`])
  })
  it('un geste l’appelle ; une page qui lit, ou ne prend qu’un type, n’est pas en faute', () =>
    expect(
      avec({
        'src/modules/pole/gestes/proposer.ts': "import { proposerPole } from '../db/naissances.ts'\n",
        'src/modules/pole/pages/lire.page.tsx':
          "import { lireTout, type proposerPole } from '../db/naissances.ts'\n",
      }),
    ).toEqual([]))
})
