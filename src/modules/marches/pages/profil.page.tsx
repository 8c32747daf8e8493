import { z } from 'zod'
import { lireDepartements } from '#kernel/departements.ts'
import { geste } from '#modules/organisme/index.ts'
import {
  Actions,
  CheckboxField,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  TextArea,
} from '#web/components.tsx'
import { caseCochee, entier, facultatif, texte } from '#web/fields.ts'
import { withQuery } from '#web/links.ts'
import { abonnementDe, lireProfils } from '../db/avis.ts'
import { nomDuProfil, PROFILS_MAX, type ProfilDeVeille, sansFiltre } from '../domain/veille.ts'
import { reglerProfil } from '../gestes/veille.ts'
import { marchesUrl, profilUrl } from '../liens.ts'

/** Des mots séparés par une virgule ou une ligne ; cinquante au plus, sans répétition. */
const listeDe = (brut: string): string[] => [
  ...new Set(
    brut
      .split(/[,;\n]/)
      .map((m) => m.trim())
      .filter((m) => m !== ''),
  ),
]
const desMots = () =>
  z
    .string()
    .optional()
    .transform((brut, ctx): string[] => {
      const lus = listeDe(brut ?? '')
      if (lus.length <= 50 && lus.every((m) => m.length <= 60)) return lus
      ctx.addIssue({ code: 'custom', message: 'Cinquante mots au plus, de soixante signes chacun.' })
      return z.NEVER
    })
const desCodes = () =>
  z
    .string()
    .optional()
    .transform((brut, ctx): string[] => {
      const lus = listeDe((brut ?? '').replaceAll(' ', ','))
      const faux = lus.find((c) => !/^\d{2,8}(?:-\d)?$/.test(c))
      if (faux === undefined && lus.length <= 50) return lus
      ctx.addIssue({
        code: 'custom',
        message:
          faux === undefined
            ? 'Cinquante codes au plus.'
            : `« ${faux.slice(0, 20)} » n’est pas un code CPV : de deux à huit chiffres, comme 80530000.`,
      })
      return z.NEVER
    })
const desDepartements = () =>
  z
    .string()
    .optional()
    .transform((brut, ctx): readonly string[] => {
      const lus = lireDepartements(brut ?? '')
      if (lus.length === listeDe(brut ?? '').length) return lus
      ctx.addIssue({
        code: 'custom',
        message: 'Un de ces codes n’est pas un département : écrivez 22, 29, 2A, 974.',
      })
      return z.NEVER
    })

const champs = z.object({
  rang: facultatif(entier({ min: 1, max: PROFILS_MAX })),
  nom: texte({ max: 60 }),
  oter: caseCochee(),
  departements: desDepartements(),
  cpv: desCodes(),
  mots: desMots(),
  exclure: desMots(),
  jours: entier({ min: 0, max: 90 }),
  courriel: caseCochee(),
  version: entier({ min: 0 }),
})
type Lu = {
  readonly profil: ProfilDeVeille & { readonly version: number }
  readonly autres: readonly ProfilDeVeille[]
  readonly abonne: boolean
}
const adresse = (rang: number) => withQuery(profilUrl(), rang === 1 ? {} : { profil: String(rang) })
/** Le premier rang libre ; rien : la coopérative en a déjà autant qu’il se peut. */
const rangLibre = (pris: readonly number[]): number | undefined =>
  Array.from({ length: PROFILS_MAX }, (_, i) => i + 1).find((r) => !pris.includes(r))

export const profilPage = geste({
  lien: profilUrl,
  droit: 'marches.suivre',
  champs,
  async lire(tx, _params, { visiteur, demande }): Promise<Lu> {
    const profils = await lireProfils(tx)
    const voulu = Number(demande('profil') ?? 1)
    const libre = rangLibre(profils.map((p) => p.rang)) ?? 1
    const rang = profils.some((p) => p.rang === voulu) ? voulu : libre
    return {
      profil: profils.find((p) => p.rang === rang) ?? { ...sansFiltre, rang, nom: '', version: 0 },
      autres: profils.filter((p) => p.rang !== rang),
      abonne: (await abonnementDe(tx, visiteur.personneId)) !== undefined,
    }
  },
  depart: (_tx, { profil, abonne }) => ({
    rang: String(profil.rang),
    nom: profil.nom,
    departements: profil.departements.join(', '),
    cpv: profil.cpv.join(', '),
    mots: profil.mots.join(', '),
    exclure: profil.exclure.join(', '),
    jours: String(profil.jours),
    version: String(profil.version),
    ...(abonne ? { courriel: 'on' } : {}),
  }),
  vue: ({ profil, autres }, form) => (
    <Page
      title="Ce que vous cherchez"
      lede="Un avis passe si un département convient, et si un domaine ou un mot convient. Une case vide ne trie pas. Aucune autre coopérative ne voit ces filtres."
      path={[{ libelle: 'Marchés', href: marchesUrl() }]}
      alert={form.alert}
    >
      {autres.length === 0 && profil.version === 0 ? null : (
        <Section
          titre="Vos profils"
          id="profils"
          sous="Un avis est à lire si l’un d’eux au moins le garde ; il dit lequel."
        >
          <ul>
            {autres.map((p) => (
              <li>
                <a href={adresse(p.rang)}>{nomDuProfil(p)}</a>
              </li>
            ))}
            <li>{nomDuProfil(profil)}, ci-dessous</li>
          </ul>
          {profil.version === 0 || autres.length + 1 >= PROFILS_MAX ? null : (
            <p>
              <a href={adresse(rangLibre([profil.rang, ...autres.map((p) => p.rang)]) ?? 1)}>
                Ajouter un profil
              </a>
            </p>
          )}
        </Section>
      )}
      <Form form={form}>
        <input type="hidden" name="rang" value={form.values.get('rang')?.[0] ?? '1'} />
        <input type="hidden" name="version" value={form.values.get('version')?.[0] ?? '0'} />
        <FieldSection titre="Filtres">
          <Field
            form={form}
            name="nom"
            label="Nom de ce profil"
            span={3}
            optional
            hint="s’il y en a plusieurs : « Français, Finistère »"
          />
          <Field
            form={form}
            name="departements"
            label="Départements"
            span={3}
            optional
            hint="22, 29, 35, 56"
          />
          <Field
            form={form}
            name="cpv"
            label="Domaines (codes CPV)"
            span={3}
            optional
            hint="80500000 prend tous les services de formation, 80580000 les langues"
          />
          <TextArea
            form={form}
            name="mots"
            label="Mots de l’objet"
            rows={2}
            optional
            hint="langue, illettrisme, numérique"
          />
          <TextArea
            form={form}
            name="exclure"
            label="Sans ces mots, ni ces codes"
            rows={2}
            optional
            hint="équitation, 80513000"
          />
          <Field
            form={form}
            name="jours"
            label="Ferme dans au moins"
            inputmode="numeric"
            unite="jours"
            hint="0 : tout ce qui est encore ouvert"
          />
        </FieldSection>
        <FieldSection titre="Par courriel">
          <CheckboxField
            form={form}
            name="courriel"
            label="M’écrire le matin quand un avis nouveau passe ces filtres"
          />
        </FieldSection>
        {profil.version === 0 ? null : (
          <FieldSection titre="Ne plus s’en servir">
            <CheckboxField form={form} name="oter" label="Retirer ce profil en enregistrant" />
          </FieldSection>
        )}
        <Actions libelle="Enregistrer" genre="main" />
      </Form>
    </Page>
  ),
  faire: (tx, { lu: { profil, autres }, visiteur, data, le }) => {
    const { version, courriel, oter, rang: voulu = 1, ...f } = data
    // Une collègue vient d’en ajouter un au même rang : celui-ci prend le suivant. De même nom, c’est le même envoi, deux fois.
    const pris = profil.version === 0 ? autres : [...autres, profil]
    const autre = version === 0 && pris.some((p) => p.rang === voulu && p.nom !== f.nom)
    const rang = autre ? (rangLibre(pris.map((p) => p.rang)) ?? voulu) : voulu
    return reglerProfil(tx, visiteur, { ...f, rang }, { version, courriel, retirer: oter }, le)
  },
  suite: () => ({ vers: marchesUrl(), dit: { genre: 'fait', fort: 'Les filtres sont enregistrés.' } }),
})
