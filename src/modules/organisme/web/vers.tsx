// biome-ignore-all lint/complexity/noUselessFragments: sans le lien, ses mots restent un élément
import type { Child } from 'hono/jsx'
import type { Droit } from '../domain/droits.ts'
import { peutSuivre } from './droits.ts'

/**
 * Un lien vers une page qui demande ce droit ; ses mots seuls à qui ne pourrait pas la suivre. `sien` : ce qui s’y lit est à la personne
 * (la session qu’elle anime), et le droit limité à « ce qui est sien » suffit.
 */
export const Vers = (p: { droit: Droit; href: string; sien?: boolean; children?: Child }) =>
  peutSuivre(p.droit, { liste: p.sien !== true }) ? <a href={p.href}>{p.children}</a> : <>{p.children}</>
