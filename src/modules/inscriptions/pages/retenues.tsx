import { Etat } from '#web/components.tsx'
import type { Issue } from './issues.ts'

/** Un manque, et les écrans qui le lèvent. */
export type UneRetenue = { readonly phrase: string; readonly issues?: readonly Issue[] }

/** À la place d’un bouton qui refuserait : ce qui manque, et où cela se répare. `avant` : « avant d’émettre la convention ». */
export const Retenues = ({ avant, lignes }: { avant: string; lignes: readonly UneRetenue[] }) => (
  <>
    <p>
      <Etat etat="manquant" mot="il manque" />, {avant} :
    </p>
    <ul>
      {lignes.map((l) => (
        <li>
          {l.phrase}{' '}
          {(l.issues ?? []).map((i, rang) => (
            <>
              {rang > 0 ? ', ' : ''}
              <a href={i.href}>{i.libelle}</a>
            </>
          ))}
        </li>
      ))}
    </ul>
  </>
)
