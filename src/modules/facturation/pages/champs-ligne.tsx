import { lireMontant } from '#kernel/montant.ts'
import { formaterNombre, typographier } from '#kernel/texte.ts'
import { Field, SelectField, TextArea } from '#web/components.tsx'
import { choix, entier, facultatif, texte, viaParser } from '#web/fields.ts'
import type { FormState } from '#web/form.ts'
import {
  estDeBien,
  motBien,
  motNature,
  motUnite,
  type Nature,
  type NatureDeBien,
  naturesDeBien,
  unites,
} from '../domain/facture.ts'
import { tauxLegaux } from '../domain/tva.ts'

/** « 1,5 » : 1 500 millièmes ; trois décimales au plus. */
export const lireQuantite = (t: string): number | undefined => {
  const lu = /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(t.replace(/[ \u00a0\u202f]/g, ''))
  if (!lu) return undefined
  const millemes = Number(lu[1]) * 1000 + Number((lu[2] ?? '').padEnd(3, '0'))
  return millemes > 0 ? millemes : undefined
}

/** La nature d’une ligne telle que le formulaire l’offre : une seule question, service ou bien compris. */
type Choisie<V extends Nature> = V | `${V & NatureDeBien}-bien`
const suffixe = '-bien'
export const enNature = (l: { readonly nature: Nature; readonly bien?: boolean }): Choisie<Nature> =>
  l.bien && estDeBien(l.nature) ? `${l.nature}${suffixe}` : l.nature
export const deNature = <V extends Nature>(
  choisie: Choisie<V>,
): { readonly nature: V; readonly bien: boolean } =>
  choisie.endsWith(suffixe)
    ? { nature: choisie.slice(0, -suffixe.length) as V, bien: true }
    : { nature: choisie as V, bien: false }
const biensDe = <V extends Nature>(natures: readonly V[]) =>
  naturesDeBien.flatMap((n) =>
    (natures as readonly Nature[]).includes(n) ? [`${n}${suffixe}` as Choisie<V>] : [],
  )

/** Les champs d’une ligne de facture, communs à tous les formulaires qui en écrivent. Sans quantité : une fois. */
export const champsDeLigne = <const V extends Nature>(natures: readonly [V, ...V[]]) => ({
  nature: choix<Choisie<V>>([...natures, ...biensDe<V>(natures)], {
    phrase: 'Choisissez ce que la ligne facture.',
  }),
  libelle: texte({ min: 1, max: 500, vide: 'Dites ce qui est facturé.' }),
  quantite: facultatif(viaParser(lireQuantite, 'Écrivez une quantité : 1, ou 2,5.')),
  unite: facultatif(choix(unites, { phrase: 'Choisissez une unité.' })),
  taux: facultatif(entier({ max: 2000 })),
  prix: viaParser((t) => lireMontant(t, { negatif: true }), 'Écrivez le prix ainsi : 1 400,00.', {
    vide: 'Écrivez le prix.',
  }),
})

export const ChampsDeLigne = ({
  form,
  nom,
  natures,
}: {
  form: FormState
  nom: string
  natures: readonly Nature[]
}) => (
  <>
    <TextArea form={form} name={`${nom}.libelle`} label="Désignation" rows={2} />
    <SelectField
      form={form}
      name={`${nom}.nature`}
      label="Nature"
      options={natures.flatMap((n) => [
        { value: n as string, label: motNature[n] },
        ...(estDeBien(n) ? [{ value: `${n}${suffixe}`, label: motBien[n] }] : []),
      ])}
    />
    <Field
      form={form}
      name={`${nom}.quantite`}
      label="Quantité"
      inputmode="decimal"
      hint="vide : 1"
      optional
    />
    <SelectField
      form={form}
      name={`${nom}.unite`}
      label="Unité"
      vide="forfait"
      options={unites.filter((u) => u !== 'forfait').map((u) => ({ value: u, label: motUnite[u] }))}
    />
    <Field form={form} name={`${nom}.prix`} label="Prix unitaire HT" unite="€" inputmode="decimal" />
    <SelectField
      form={form}
      name={`${nom}.taux`}
      label="TVA"
      vide="celle de sa nature"
      options={tauxLegaux.map((t) => ({
        value: String(t),
        label: typographier(`${formaterNombre(t / 100)} %`),
      }))}
    />
  </>
)

/** Ce qu’une ligne vide dit : une unité, au forfait ; sa nature, et si c’est un bien. */
export const ligneLue = <
  V extends Nature,
  L extends {
    readonly nature: Choisie<V>
    readonly quantite?: number | undefined
    readonly unite?: (typeof unites)[number] | undefined
  },
>(
  l: L & { readonly nature: Choisie<V> },
) => ({
  ...l,
  ...deNature<V>(l.nature),
  quantite: l.quantite ?? 1000,
  unite: l.unite ?? ('forfait' as const),
})
