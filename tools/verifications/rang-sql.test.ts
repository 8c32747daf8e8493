import { describe, expect, it } from 'vitest'
import { juger, relationsDe } from './rang-sql.ts'

const table = { comptes: 0, tiers: 2, pole: 2, sessions: 4, cae: 8 }
const relations = new Set(
  relationsDe(`create table tiers.personne (id uuid);
  create unlogged table sessions.session (id uuid); create or replace view cae.visa as select 1;
  create table if not exists compte.compte (id uuid); create table pole.pole (id uuid); create table plateforme.fichier (id uuid);`),
)
const chez = (module: string) => `src/modules/${module}/db/x.ts`

const cas: readonly (readonly [titre: string, chemin: string, texte: string, dit: string])[] = [
  [
    'une table d’un rang supérieur',
    chez('sessions'),
    'sql`select from cae.visa`',
    'cae.visa (sql-au-dessus)',
  ],
  [
    'une table d’un module de même rang',
    chez('tiers'),
    'sql`select from pole.pole`',
    'pole.pole (sql-au-dessus)',
  ],
  [
    'dans un fragment',
    chez('tiers'),
    'const f = sql`exists (select from sessions.session)`',
    'sessions.session',
  ],
  [
    'par son nom en toutes lettres',
    chez('tiers'),
    "sql`select from ${sql.table('sessions.session')}`",
    'sessions.session',
  ],
  [
    'une table qu’une jointure nomme après une valeur',
    chez('tiers'),
    'sql`select ${1} from x join sessions.session s on true`',
    'sessions.session',
  ],
  [
    'une écriture chez un module de rang inférieur',
    chez('cae'),
    'sql`insert into tiers.personne (id) values (1)`',
    'tiers.personne (sql-ecrit-ailleurs)',
  ],
  [
    'une mise à jour ailleurs',
    chez('cae'),
    'sql`with x as (select 1) update sessions.session set etat = 1`',
    'sessions.session (sql-ecrit-ailleurs)',
  ],
  [
    'une écriture chez les comptes',
    chez('tiers'),
    'sql`delete from compte.compte`',
    'compte.compte (sql-ecrit-ailleurs)',
  ],
  [
    'l’application, qui n’a pas de table',
    'src/app/db/x.ts',
    'sql`select from tiers.personne`',
    'tiers.personne (sql-au-dessus)',
  ],
  [
    'la plateforme, qui ne connaît aucun module',
    'src/platform/db/x.ts',
    'sql`select from compte.compte`',
    'compte.compte',
  ],
]

describe('le rang, dans le SQL', () => {
  it.each(cas)('se voit : %s', (_, chemin, texte, dit) => {
    const fautes = juger(chemin, texte, relations, table)
    expect(fautes).toHaveLength(1)
    expect(fautes[0]).toContain(dit)
  })
  it.each([
    [
      chez('cae'),
      'sql`select v.id from cae.visa v join tiers.personne p on p.id = v.id join compte.compte c on true`',
    ],
    [chez('tiers'), 'sql`insert into tiers.personne (id) select porte.nouvelle() from app.famille`'],
    // Une colonne d’un alias, un mot d’une phrase : ce n’est pas une table.
    [chez('tiers'), "sql`select cae.id from tiers.personne cae`; const t = 'cae.visa, dit-on'"],
    ['src/platform/storage/x.ts', 'sql`insert into plateforme.fichier (id) values (1)`'],
  ])('rien à redire : %s %s', (chemin, texte) => {
    expect(juger(chemin, texte, relations, table)).toEqual([])
  })
})
