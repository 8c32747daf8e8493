import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { ditLaSante, SANS_SANTE } from '#kernel/sante.ts'
import { uneLigne } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import {
  Actions,
  ButtonLink,
  Confirm,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  SelectField,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import {
  aideFichier,
  choix,
  date,
  duree,
  entier,
  facultatif,
  fichierFacultatif,
  identifiant,
  mimeDe,
  texte,
} from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant } from '#web/links.ts'
import { canaux, type GenreElement, genresElement, resultats } from '../domain/a-part.ts'
import { annuler, lireDistance, noter, type VueDistance } from '../gestes/distance.ts'
import { annulerElementUrl, distanceUrl, noterDistanceUrl } from '../liens.ts'
import { fiches, pourDistance } from './distance-commun.ts'

const chemin = parIdentifiant(noterDistanceUrl, 'session')
const cheminAnnuler = parIdentifiant(annulerElementUrl)
const bornes = { genres: ['pdf', 'png', 'jpeg', 'texte'], max: 8_000_000 } as const
const canal = ['courriel', 'telephone', 'visio', 'forum', 'presence'] as const
const resultat = ['acquis', 'en-cours', 'non-acquis'] as const

/** Les champs d’un genre : on n’exige que ce que sa fiche demande. */
const fieldsDe = (genre: GenreElement) => {
  const { demande, personne } = fiches[genre]
  const veut = (x: (typeof demande)[number]) => demande.includes(x)
  const qui = identifiant(asId<'Inscription'>, { phrase: 'Choisissez la personne.' })
  const activite = identifiant(asId<'ActivitePrevue'>, { phrase: 'Choisissez l’activité du plan.' })
  const moyen = choix(canal, { phrase: 'Dites par quel moyen.' })
  const delai = entier({ min: 1, max: 720, phrase: 'Écrivez un nombre d’heures, 24 par exemple.' })
  const acquis = choix(resultat, { phrase: 'Dites le résultat.' })
  return z.object({
    inscription: personne === 'exigee' ? qui : facultatif(qui),
    prevue: veut('prevue') ? activite : facultatif(activite),
    le: date({ vide: 'Écrivez la date.' }),
    minutes: veut('minutes') ? duree() : facultatif(duree()),
    intitule: texte(
      genre === 'realisation' ? { max: 500 } : { min: 3, max: 500, vide: 'Écrivez-le en quelques mots.' },
    ),
    canal: veut('canal') ? moyen : facultatif(moyen),
    delaiHeures: veut('delai') ? delai : facultatif(delai),
    resultat: veut('resultat') ? acquis : facultatif(acquis),
    fichier: fichierFacultatif(bornes),
  })
}
type Formulaire = FormOf<ReturnType<typeof fieldsDe>>

const Vue = ({ form, v, genre }: { form: Formulaire; v: VueDistance; genre: GenreElement }) => {
  const f = fiches[genre]
  const session = v.session.id
  return (
    <Page
      title={f.titre}
      lede={`${v.session.intitule}. Article ${f.article} du code du travail. Ce qui est noté ne s’efface pas ; il s’annule, avec un motif.`}
      path={chapitres(v.session)}
      alert={form.alert}
    >
      <Form
        form={form}
        action={noterDistanceUrl({ session, genre })}
        fichiers
        noms={{
          inscription: 'Pour',
          prevue: 'Activité',
          le: 'Date',
          minutes: 'Durée',
          intitule: f.intitule,
          canal: 'Moyen',
          delaiHeures: 'Délai',
          resultat: 'Résultat',
          fichier: 'Fichier',
        }}
      >
        <FieldSection titre="Ce que c’est">
          {f.personne === 'sans' ? null : (
            <SelectField
              form={form}
              name="inscription"
              label="Pour"
              vide={f.personne === 'exigee' ? 'choisir' : 'toute la session'}
              options={v.inscriptions.map((i) => ({ value: i.id, label: `${i.prenom} ${i.nom}` }))}
              optional={f.personne === 'facultative'}
            />
          )}
          {f.demande.includes('prevue') ? (
            <SelectField
              form={form}
              name="prevue"
              label="Activité du plan"
              vide="choisir"
              options={v.plan.map((p) => ({
                value: p.id,
                label: `${p.intitule}, ${formaterDuree(p.minutes)}`,
              }))}
              span={2}
            />
          ) : null}
          <Field form={form} name="le" label="Date" placeholder="22/03/2027" />
          {f.demande.includes('minutes') ? (
            <Field form={form} name="minutes" label="Durée" placeholder="1 h 30" />
          ) : null}
          {f.demande.includes('canal') ? (
            <SelectField
              form={form}
              name="canal"
              label="Moyen"
              vide="choisir"
              options={canal.map((x) => ({ value: x, label: canaux[x] }))}
            />
          ) : null}
          {f.demande.includes('delai') ? (
            <Field form={form} name="delaiHeures" label="Répond sous" unite="h" inputmode="numeric" />
          ) : null}
          {f.demande.includes('resultat') ? (
            <SelectField
              form={form}
              name="resultat"
              label="Résultat"
              vide="choisir"
              options={resultat.map((x) => ({ value: x, label: resultats[x] }))}
            />
          ) : null}
          <Field
            form={form}
            name="intitule"
            label={f.intitule}
            maxlength={500}
            span={3}
            optional={genre === 'realisation'}
          />
          {f.demande.includes('fichier') ? (
            <FileField
              form={form}
              name="fichier"
              label="Ce qui l’appuie"
              hint={`${aideFichier(bornes)}. Rien sur la santé de personne.`}
              optional
            />
          ) : null}
        </FieldSection>
        <Actions libelle={f.geste}>
          <ButtonLink href={distanceUrl({ session })}>Laisser</ButtonLink>
        </Actions>
      </Form>
    </Page>
  )
}

const chapitres = (s: SessionLue) => [
  { libelle: 'Sessions', href: sessionsUrl() },
  { libelle: s.numero, href: sessionUrl({ session: s.id }) },
  { libelle: 'À distance et au travail', href: distanceUrl({ session: s.id }) },
]

const fieldsAnnuler = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : le motif reste avec ce qu’il annule.' }).refine(
    (motif) => !ditLaSante(motif),
    SANS_SANTE,
  ),
})

const AnnulerVue = ({
  form,
  s,
  element,
  intitule,
}: {
  form: FormOf<typeof fieldsAnnuler>
  s: SessionLue
  element: string
  intitule: string
}) => (
  <Page title="Annuler un élément" path={chapitres(s)} alert={form.alert}>
    <Confirm
      form={form}
      action={annulerElementUrl({ session: s.id, element })}
      titre={`Annuler « ${intitule} » ?`}
      phrase="Il ne prouvera plus rien et ne comptera plus. Il reste gardé, avec votre motif."
      geste="Annuler l’élément"
      renoncer={{ libelle: 'Le laisser', href: distanceUrl({ session: s.id }) }}
    >
      <Field form={form} name="motif" label="Motif" maxlength={500} span={3} />
    </Confirm>
  </Page>
)

export const distanceNoterPages = new Hono<Env>()
  .use(chemin, exigerDroit('emargement.lire'))
  .use(cheminAnnuler, exigerDroit('emargement.lire'))
  .get(chemin, (c) =>
    pourDistance(c, true, async (tx, _visiteur, session) => {
      const genre = genresElement.find((g) => g === c.req.param('genre'))
      if (!genre) return notFound(c)
      const jour = formaterDate(jourLocal(c.get('services').clock.now(), session.zone), 'chiffres')
      return c.html(
        <Vue form={emptyForm(undefined, { le: jour })} v={await lireDistance(tx, session)} genre={genre} />,
      )
    }),
  )
  .post(chemin, async (c) => {
    const genre = genresElement.find((g) => g === c.req.param('genre'))
    const read = genre && (await readForm(fieldsDe(genre), c))
    return pourDistance(c, true, async (tx, _visiteur, session) => {
      if (!genre || !read) return notFound(c)
      const montrer = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
        c.html(<Vue form={form} v={await lireDistance(tx, session)} genre={genre} />, status)
      if (!read.ok) return montrer(read.form, read.status)
      const services = c.get('services')
      const { fichier, intitule, ...d } = read.data
      const fait = await noter(services, tx, session, {
        id:
          (read.jeton && asId<'ElementProbant'>(read.jeton)) || newId<'ElementProbant'>(services.clock.now()),
        genre,
        inscription: (fiches[genre].personne === 'sans' ? undefined : d.inscription) ?? null,
        prevue: d.prevue ?? null,
        le: d.le,
        minutes: d.minutes ?? null,
        intitule: uneLigne(intitule),
        canal: d.canal ?? null,
        delaiHeures: d.delaiHeures ?? null,
        resultat: d.resultat ?? null,
        ...(fichier
          ? {
              fichier: {
                nom: fichier.nom,
                octets: fichier.octets,
                type: mimeDe(fichier).replace(/;.*$/, ''),
              },
            }
          : {}),
      })
      if (!fait.ok) {
        const { code, phrase } = fait.error
        if (code === 'a-venir') return montrer(withErrors(read.form, { le: phrase }), 422)
        if (code === 'inscription-inconnue')
          return montrer(withErrors(read.form, { inscription: phrase }), 422)
        if (code === 'activite-inconnue') return montrer(withErrors(read.form, { prevue: phrase }), 422)
        return montrer(withAlert(read.form, phrase), 409)
      }
      return redirectWith(c, `${distanceUrl({ session: session.id })}#elements`, {
        genre: 'fait',
        fort: 'C’est noté.',
      })
    })
  })
  .get(cheminAnnuler, (c) =>
    pourDistance(c, true, async (tx, _visiteur, session) => {
      const e = (await lireDistance(tx, session)).elements.find((x) => x.id === c.req.param('element'))
      return e
        ? c.html(<AnnulerVue form={emptyForm()} s={session} element={e.id} intitule={e.intitule} />)
        : notFound(c)
    }),
  )
  .post(cheminAnnuler, async (c) => {
    const read = await readForm(fieldsAnnuler, c)
    return pourDistance(c, true, async (tx, _visiteur, session) => {
      const services = c.get('services')
      const e = (await lireDistance(tx, session)).elements.find((x) => x.id === c.req.param('element'))
      // Un second envoi trouve la chose faite.
      if (!e) return notFound(c)
      if (!read.ok)
        return c.html(
          <AnnulerVue form={read.form} s={session} element={e.id} intitule={e.intitule} />,
          read.status,
        )
      await annuler(services, tx, session, {
        id:
          (read.jeton && asId<'ElementProbant'>(read.jeton)) || newId<'ElementProbant'>(services.clock.now()),
        vise: e.id,
        motif: uneLigne(read.data.motif),
      })
      return redirectWith(c, `${distanceUrl({ session: session.id })}#elements`, {
        genre: 'fait',
        fort: 'L’élément est annulé.',
      })
    })
  })
