import { lireMontant } from '#kernel/montant.ts'
import { Field, SelectField, TextArea } from '#web/components.tsx'
import { choix, facultatif, texte, viaParser } from '#web/fields.ts'
import type { FormState } from '#web/form.ts'
import { motNature, motUnite, type Nature, unites } from '../domain/facture.ts'

/** « 1,5 » : 1 500 millièmes ; trois décimales au plus. */
export const lireQuantite = (t: string): number | undefined => {
  const lu = /^(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(t.replace(/[ \u00a0\u202f]/g, ''))
  if (!lu) return undefined
  const millemes = Number(lu[1]) * 1000 + Number((lu[2] ?? '').padEnd(3, '0'))
  return millemes > 0 ? millemes : undefined
}

/** Les champs d’une ligne de facture, communs à tous les formulaires qui en écrivent. Sans quantité : une fois. */
export const champsDeLigne = <const V extends Nature>(natures: readonly [V, ...V[]]) => ({
  nature: choix<V>(natures, { phrase: 'Choisissez ce que la ligne facture.' }),
  libelle: texte({ min: 1, max: 500, vide: 'Dites ce qui est facturé.' }),
  quantite: facultatif(viaParser(lireQuantite, 'Écrivez une quantité : 1, ou 2,5.')),
  unite: facultatif(choix(unites, { phrase: 'Choisissez une unité.' })),
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
      options={natures.map((n) => ({ value: n, label: motNature[n] }))}
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
  </>
)

/** Ce qu’une ligne vide dit : une unité, au forfait. */
export const ligneLue = <
  L extends { readonly quantite?: number | undefined; readonly unite?: (typeof unites)[number] | undefined },
>(
  l: L,
) => ({ ...l, quantite: l.quantite ?? 1000, unite: l.unite ?? ('forfait' as const) })
