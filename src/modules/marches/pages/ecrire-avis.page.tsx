import { z } from 'zod'
import { lireDepartements } from '#kernel/departements.ts'
import { refus } from '#kernel/refus.ts'
import { ko } from '#kernel/result.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { geste } from '#modules/organisme/index.ts'
import { Actions, Field, FieldSection, Form, Page, TextArea } from '#web/components.tsx'
import { date, facultatif, heure, texte } from '#web/fields.ts'
import { zoneDe } from '../domain/echeances.ts'
import { ecrireAvis } from '../gestes/veille.ts'
import { avisUrl, ecrireAvisUrl, marchesUrl } from '../liens.ts'

const champs = z.object({
  objet: texte({ min: 5, max: 300, vide: 'Écrivez l’objet de l’avis.' }),
  acheteur: texte({ min: 2, max: 200, vide: 'Écrivez qui achète.' }),
  departements: texte({ max: 200 }),
  jour: date({ vide: 'Écrivez la date limite.' }),
  heure: facultatif(heure()),
  adresse: texte({ max: 500 }),
  lots: texte({ max: 4000 }),
})
const adresseSure = (a: string): string | null | undefined => {
  if (a === '') return null
  const url = URL.parse(a)
  return url &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.href.length >= 10 &&
    url.href.length <= 500
    ? url.href
    : undefined
}

export const ecrireAvisPage = geste({
  lien: ecrireAvisUrl,
  droit: 'marches.suivre',
  champs,
  lire: async () => ({}),
  vue: (_lu, form) => (
    <Page
      title="Écrire un avis"
      lede="Un profil d’acheteur, un appel à projets, l’habilitation d’une Région : ce que ni le BOAMP ni le TED ne publient. Il ne se lit que chez vous."
      path={[{ libelle: 'Marchés', href: marchesUrl() }]}
      alert={form.alert}
    >
      <Form form={form}>
        <FieldSection titre="L’avis">
          <TextArea form={form} name="objet" label="Objet" rows={2} />
          <Field form={form} name="acheteur" label="Acheteur" span={2} />
          <Field form={form} name="departements" label="Départements" optional hint="29, 56" />
          <Field form={form} name="jour" label="Date limite" inputmode="numeric" hint="22/03/2027" />
          <Field
            form={form}
            name="heure"
            label="Heure, à la pendule de l’acheteur"
            optional
            hint="12 h ; vide : la fin du jour"
          />
          <Field form={form} name="adresse" label="Où le lire" span={3} optional hint="https://…" />
          <TextArea
            form={form}
            name="lots"
            label="Les lots, un par ligne"
            rows={4}
            optional
            hint="vide : lot unique"
          />
        </FieldSection>
        <Actions libelle="Enregistrer l’avis" />
      </Form>
    </Page>
  ),
  async faire(tx, { visiteur, data, le }) {
    const departements = lireDepartements(data.departements)
    const zone = zoneDe(departements)
    const adresse = adresseSure(data.adresse)
    const faux = (champ: string, phrase: string) =>
      ko({ ...refus('champ', phrase), champs: { [champ]: phrase } })
    if (adresse === undefined) return faux('adresse', 'Cette adresse n’est pas celle d’une page du web.')
    const limite = instantDe(data.jour, data.heure ?? 1439, zone).instant
    if (limite <= le) return faux('jour', 'Cette date limite est passée.')
    const iso = `${limite.toISOString().slice(0, 19)}Z`
    const lots = data.lots
      .split('\n')
      .map((l) => l.trim())
      .filter((l) => l !== '')
    return ecrireAvis(
      tx,
      visiteur,
      {
        objet: data.objet,
        acheteur: { nom: data.acheteur, siret: null },
        departements,
        cpv: [],
        parution: jourLocal(le, ZONE_PAR_DEFAUT),
        limite: iso,
        lots: lots
          .slice(0, 50)
          .map((intitule, i) => ({ id: String(i + 1), intitule: intitule.slice(0, 300), limite: iso })),
        adresse,
      },
      le,
    )
  },
  suite: (avis) => ({ vers: avisUrl({ avis }), dit: { genre: 'fait', fort: 'L’avis est enregistré.' } }),
})
