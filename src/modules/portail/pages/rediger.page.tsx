// Long parce qu'une page et ses six gestes : écrire, relire, illustrer, faire paraître, retirer, revoir.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { uneLigne } from '#kernel/texte.ts'
import { formaterInstant, instantDe, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  actualitesDuPoleUrl,
  adresseDuBrouillon,
  type Brouillon,
  BrouillonRepris,
  GarderBrouillon,
  oublierBrouillon,
  polesUrl,
  poleUrl,
  Recit,
  type Regard,
  regarder,
  reprendreBrouillon,
} from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { reduireImage } from '#platform/images/reduire.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxField,
  Etat,
  Facts,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import {
  caseCochee,
  date,
  entier,
  facultatif,
  fichierFacultatif,
  heure,
  identifiant,
  texte,
  viaParser,
} from '#web/fields.ts'
import {
  emptyForm,
  type FormOf,
  type FormState,
  fieldValue,
  readForm,
  withAlert,
  withErrors,
} from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type Actualite,
  type ActualiteId,
  estDeLUnion,
  lireActualite,
  type Version,
  versionsDe,
} from '../db/actualites.ts'
import {
  ajouterGabarit,
  ajouterImageAuTexte,
  type Contenu,
  etatDe,
  type Gabarit,
  gabarits,
  lireEtiquettes,
} from '../domain/actualite.ts'
import {
  enregistrerUneActualite,
  garderUneImage,
  mettreEnLigne,
  retirerDeLaLigne,
} from '../gestes/rediger.ts'
import { actualitesUrl, illustrationUrl, nouvelleActualiteUrl, redigerUrl } from '../liens.ts'
import { etatsActualite, phraseAnime } from './redaction.page.tsx'

const adresseWeb = viaParser((t): string | undefined => {
  const url = URL.parse(t)
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.href.length <= 1000
    ? url.href
    : undefined
}, 'Écrivez une adresse du web : https://exemple.fr/page')

const fields = z.object({
  titre: texte({ min: 3, max: 200, vide: 'Donnez un titre.' }),
  chapo: texte({ max: 600 }),
  corps: texte({ max: 60_000 }),
  etiquettes: texte({ max: 500 }),
  photo: fichierFacultatif({ genres: ['jpeg', 'png'], max: 10_000_000 }),
  image: facultatif(identifiant((t) => asId<'Image'>(t))),
  photoTexte: fichierFacultatif({ genres: ['jpeg', 'png'], max: 10_000_000 }),
  altTexte: texte({ max: 300 }),
  imageAlt: texte({ max: 300 }),
  sourceNom: texte({ max: 200 }),
  sourceUrl: facultatif(adresseWeb),
  vue: entier({ min: 0, max: 1_000_000 }),
})
type Formulaire = FormOf<typeof fields>
const paraitre = z.object({ jour: facultatif(date()), a: facultatif(heure()), union: caseCochee() })

const initial = (a: Actualite): Formulaire =>
  emptyForm(undefined, {
    titre: a.titre,
    chapo: a.chapo,
    corps: a.corps,
    etiquettes: a.etiquettes.join(', '),
    image: a.image ?? undefined,
    imageAlt: a.imageAlt,
    sourceNom: a.sourceNom,
    sourceUrl: a.sourceUrl,
    vue: a.version,
  })

const avecValeur = (form: Formulaire, nom: string, valeur: string): Formulaire => ({
  ...form,
  values: new Map([...form.values, [nom, [valeur]]]),
})

/** La barre : ce que la syntaxe sait faire, et des boutons qui l'ajoutent au bout du texte. */
const Barre = () => (
  <div class="barre-ecrire">
    <p class="sub">
      Deux retours font un paragraphe. « ## » ouvre un intertitre, « ** » entoure ce qui compte, « - »
      commence un point.
    </p>
    <p class="gestes-l">
      {(Object.keys(gabarits) as Gabarit[]).map((g) => (
        <Button geste={`ajout-${g}`}>
          {gabarits[g].nom}
          <span class="unseen"> : ajouter un exemple au texte</span>
        </Button>
      ))}
      <Button geste="apercu">Relire</Button>
    </p>
  </div>
)

const ImageDuTexte = ({ id, alt }: { id: string; alt: string }) => (
  <img
    class="illustration"
    src={illustrationUrl({ image: id, taille: 'grande' })}
    alt={alt}
    loading="lazy"
    decoding="async"
  />
)

const Apercu = ({ form }: { form: Formulaire }) => (
  <Section titre="Relire" id="apercu" sous="ce que le public lira">
    <div class="apercu prose recit-lu">
      <h3>{fieldValue(form, 'titre') || 'Sans titre'}</h3>
      {fieldValue(form, 'chapo') ? <p class="chapo">{fieldValue(form, 'chapo')}</p> : null}
      {fieldValue(form, 'image') ? (
        <img
          class="illustration"
          src={illustrationUrl({ image: fieldValue(form, 'image'), taille: 'grande' })}
          alt={fieldValue(form, 'imageAlt')}
          loading="lazy"
        />
      ) : null}
      <Recit
        texte={fieldValue(form, 'corps')}
        niveau={3}
        image={(id, alt) => <ImageDuTexte id={id} alt={alt} />}
      />
    </div>
  </Section>
)

type VueProps = {
  r: Regard
  form: Formulaire
  a?: Actualite
  apercu?: boolean
  versions?: readonly Version[]
  parution?: FormState
  maintenant: Date
  brouillon?: Brouillon
  /** Elle administre l’instance : une actualité peut être de l’Union elle-même. */
  administre?: boolean
  /** La version en ligne est dite de l’Union. */
  deLUnion?: boolean
}

/** L'actualité en chantier, pour la personne qui l'écrit : enregistrer est un autre geste, qui fait une version. */
const brouillonDe = (r: Regard, a: Actualite | undefined): Brouillon => ({
  cle: `portail.actualite:${a?.id ?? r.pole.id}`,
  retour: a ? redigerUrl({ pole: r.pole.id, actualite: a.id }) : nouvelleActualiteUrl({ pole: r.pole.id }),
  gardeLe: undefined,
})

const Parution = ({
  r,
  a,
  parution,
  maintenant,
  administre = false,
  deLUnion = false,
}: VueProps & { a: Actualite }) => {
  const etat = etatDe(a, maintenant)
  const form = parution ?? emptyForm(undefined, { union: deLUnion ? 'on' : '' })
  const action = redigerUrl({ pole: r.pole.id, actualite: a.id })
  return (
    <Section titre="Paraître" id="paraitre">
      {r.pole.public ? (
        <Form form={form} action={`${action}/paraitre`} classe="court" noms={{ jour: 'Jour', a: 'Heure' }}>
          <p>
            {etat === 'programmee' && a.paraitreLe
              ? `Elle paraîtra le ${formaterInstant(a.paraitreLe)}. On peut en changer.`
              : etat === 'reprise'
                ? 'Le public lit encore la version d’avant.'
                : 'Sans jour, elle paraît aussitôt.'}
          </p>
          <div class="champs">
            <Field form={form} name="jour" label="Jour" inputmode="numeric" optional hint="22/03/2027" />
            <Field form={form} name="a" label="Heure" optional hint="9 h, à Paris" />
            {administre ? (
              <CheckboxField
                form={form}
                name="union"
                label="Au nom de l’Union"
                hint="le site la dit de l’Union, et non du pôle"
              />
            ) : null}
          </div>
          <p class="gestes-l">
            <Button genre="main">
              {etat === 'parue' || etat === 'reprise' ? 'Faire paraître cette version' : 'Faire paraître'}
            </Button>
          </p>
        </Form>
      ) : (
        <p>Ce pôle ne se montre qu’à ses membres : ses actualités ne paraissent pas.</p>
      )}
      {etat === 'parue' || etat === 'programmee' || etat === 'reprise' ? (
        <Form form={emptyForm()} action={`${action}/retirer`} classe="court">
          <p class="gestes-l">
            <Button>Retirer du site</Button>
          </p>
        </Form>
      ) : null}
    </Section>
  )
}

const Vue = (p: VueProps) => {
  const { r, form, a, apercu, versions = [], maintenant, brouillon = brouillonDe(r, a) } = p
  return (
    <Page
      islands={['brouillon']}
      title={a ? a.titre : 'Écrire une actualité'}
      path={[
        { libelle: 'Pôle', href: polesUrl() },
        { libelle: r.pole.nom, href: poleUrl({ pole: r.pole.id }) },
        { libelle: 'Actualités', href: actualitesDuPoleUrl({ pole: r.pole.id }) },
      ]}
      alert={form.alert ?? p.parution?.alert}
      facts={
        a ? (
          <Facts
            faits={[
              ['État', <Etat {...etatsActualite[etatDe(a, maintenant)]} />],
              ['Version', a.version],
              ['Changée le', formaterInstant(a.modifieeLe)],
            ]}
          />
        ) : undefined
      }
    >
      {apercu ? <Apercu form={form} /> : null}
      <BrouillonRepris b={brouillon} />
      <Form
        form={form}
        action={
          a ? redigerUrl({ pole: r.pole.id, actualite: a.id }) : nouvelleActualiteUrl({ pole: r.pole.id })
        }
        fichiers
        brouillon={adresseDuBrouillon(brouillon)}
        noms={{
          titre: 'Titre',
          chapo: 'Chapô',
          corps: 'Texte',
          photo: 'Image',
          photoTexte: 'Image dans le texte',
          altTexte: 'Ce que montre l’image du texte',
          imageAlt: 'Ce que montre l’image',
          sourceUrl: 'Adresse de la source',
        }}
      >
        <input type="hidden" name="vue" value={String(a?.version ?? 0)} />
        <FieldSection titre="L’annonce">
          <Field form={form} name="titre" label="Titre" span={3} maxlength={200} />
          <TextArea
            form={form}
            name="chapo"
            label="Chapô"
            rows={3}
            optional
            hint="deux ou trois phrases, lues dans les listes"
          />
          <Field
            form={form}
            name="etiquettes"
            label="Étiquettes"
            span={2}
            optional
            hint="qualité, handicap, outils"
          />
        </FieldSection>
        <FieldSection titre="Le texte" plein>
          <Barre />
          <TextArea form={form} name="corps" label="Texte" rows={16} optional />
          <details class="volet" open={form.errors.has('altTexte') || form.errors.has('photoTexte')}>
            <summary>Mettre une image dans le texte</summary>
            <div class="champs">
              <FileField
                form={form}
                name="photoTexte"
                label="Image à mettre dans le texte"
                accept="image/jpeg,image/png"
                optional
                hint="elle se pose au bout du texte, sur sa ligne ; déplacez la ligne où vous voulez"
              />
              <Field
                form={form}
                name="altTexte"
                label="Ce qu’elle montre"
                span={3}
                optional
                hint="pour qui ne la voit pas"
              />
            </div>
            <p class="gestes-l">
              <Button geste="ajout-image">Mettre l’image dans le texte</Button>
            </p>
          </details>
        </FieldSection>
        <FieldSection titre="L’image">
          {fieldValue(form, 'image') ? (
            <p class="field l3">
              <img
                class="vignette"
                src={illustrationUrl({ image: fieldValue(form, 'image'), taille: 'petite' })}
                alt={fieldValue(form, 'imageAlt') || 'Image de cette actualité'}
                loading="lazy"
              />
              <input type="hidden" name="image" value={fieldValue(form, 'image')} />
            </p>
          ) : null}
          <FileField
            form={form}
            name="photo"
            label={fieldValue(form, 'image') ? 'Une autre image' : 'Image'}
            accept="image/jpeg,image/png"
            optional
            hint="JPEG ou PNG, 10 Mo au plus. Elle est réduite, et le lieu et l’appareil en sont ôtés."
          />
          <Field
            form={form}
            name="imageAlt"
            label="Ce que montre l’image"
            span={3}
            optional
            hint="pour qui ne la voit pas ; il en faut une dès qu’il y a une image"
          />
        </FieldSection>
        <FieldSection titre="La source">
          <Field form={form} name="sourceNom" label="Source" optional hint="qui l’a dit en premier" />
          <Field form={form} name="sourceUrl" label="Son adresse" type="url" optional span={2} />
        </FieldSection>
        <Actions libelle={a ? 'Enregistrer' : 'Garder en brouillon'}>
          <Button geste="apercu">Relire</Button>
          {a ? <GarderBrouillon b={brouillon} /> : null}
          {fieldValue(form, 'image') ? <Button geste="sans-image">Ôter l’image</Button> : null}
          <a href={actualitesDuPoleUrl({ pole: r.pole.id })}>Revenir sans enregistrer</a>
        </Actions>
      </Form>
      {a ? <Parution {...p} a={a} /> : null}
      {versions.length > 0 ? (
        <Section titre="Versions" id="versions" sous="aucune ne se perd">
          <Table
            legende="Versions de cette actualité"
            lignes={versions}
            colonnes={[
              { titre: 'Version', entete: true, cell: (v) => `Version ${v.version}` },
              { titre: 'Par', cell: (v) => v.par },
              { titre: 'Le', cell: (v) => formaterInstant(v.le) },
              { titre: 'Titre', cell: (v) => v.contenu.titre },
              {
                titre: 'Revoir',
                cell: (v) => (
                  <a href={`${redigerUrl({ pole: r.pole.id, actualite: a?.id ?? '' })}?version=${v.version}`}>
                    Reprendre de là<span class="unseen"> : version {v.version}</span>
                  </a>
                ),
              },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}

export const redigerPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const ouvrir = async (
    c: Context<Env>,
    work: (tx: TenantTx, visiteur: Visiteur, r: Regard, a: Actualite | undefined) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const r = await regarder(tx, visiteur, c.req.param('pole') ?? '')
      if (!r) return notFound(c)
      if (!r.anime) return forbidden(c, phraseAnime)
      const brut = c.req.param('actualite')
      const id = asId<'Actualite'>(brut ?? '') as ActualiteId | undefined
      const a = id && (await lireActualite(tx, r.pole.id, id))
      return brut !== undefined && !a ? notFound(c) : work(tx, visiteur, r, a)
    })
  const ecrit = exigerDroit('pole.participer')
  const chemin = redigerUrl.modele

  const enregistrer = async (c: Context<Env>): Promise<Response> => {
    const lu = await readForm(fields, c)
    // L'image se refait avant d'ouvrir la transaction : c'est du calcul, et il peut durer.
    const photo = lu.ok && lu.data.photo ? await reduireImage(lu.data.photo.octets) : undefined
    const dansLeTexte =
      lu.ok && lu.data.photoTexte ? await reduireImage(lu.data.photoTexte.octets) : undefined
    return ouvrir(c, async (tx, visiteur, r, a) => {
      const le = clock.now()
      const ici = { tx, r, visiteur, le }
      const vers = {
        r,
        maintenant: le,
        administre: visiteur.administreInstance,
        ...(a
          ? {
              a,
              versions: await versionsDe(tx, r.pole.id, a.id),
              deLUnion: await estDeLUnion(tx, r.pole.id, a.id),
            }
          : {}),
      }
      const revenir = (form: Formulaire, statut: 200 | 409 | 413 | 415 | 422, apercu = false) =>
        c.html(<Vue {...vers} form={form} apercu={apercu} />, statut)
      if (!lu.ok) return revenir(lu.form, lu.status)
      const { data, geste } = lu
      const gabarit = (Object.keys(gabarits) as Gabarit[]).find((g) => geste === `ajout-${g}`)
      if (gabarit) return revenir(avecValeur(lu.form, 'corps', ajouterGabarit(data.corps, gabarit)), 200)
      if (geste === 'ajout-image' || dansLeTexte) {
        if (!dansLeTexte) return revenir(withErrors(lu.form, { photoTexte: 'Choisissez l’image.' }), 422)
        if (!dansLeTexte.ok)
          return revenir(withErrors(lu.form, { photoTexte: dansLeTexte.error.phrase }), 422)
        if (data.altTexte === '')
          return revenir(
            withErrors(lu.form, { altTexte: 'Dites ce que montre l’image, pour qui ne la voit pas.' }),
            422,
          )
        const neuve = newId<'Image'>(le)
        const corps = ajouterImageAuTexte(data.corps, neuve, data.altTexte)
        if (corps.length > 60_000)
          return revenir(
            withErrors(lu.form, { corps: 'Le texte est trop long pour une image de plus.' }),
            422,
          )
        await garderUneImage(ici, neuve, dansLeTexte.value)
        return revenir(avecValeur(avecValeur(lu.form, 'corps', corps), 'altTexte', ''), 200)
      }
      if (photo && !photo.ok) return revenir(withErrors(lu.form, { photo: photo.error.phrase }), 422)
      let form = geste === 'sans-image' ? avecValeur(lu.form, 'image', '') : lu.form
      let image = geste === 'sans-image' ? null : (data.image ?? null)
      if (photo?.ok) {
        const neuve = newId<'Image'>(le)
        await garderUneImage(ici, neuve, photo.value)
        image = neuve
        form = avecValeur(form, 'image', neuve)
      }
      if (geste === 'apercu') return revenir(form, 200, true)
      if (image && data.imageAlt === '')
        return revenir(
          withErrors(form, { imageAlt: 'Dites ce que montre l’image, pour qui ne la voit pas.' }),
          422,
        )
      const contenu: Contenu = {
        titre: uneLigne(data.titre),
        chapo: data.chapo,
        corps: data.corps,
        etiquettes: lireEtiquettes(data.etiquettes),
        image,
        imageAlt: uneLigne(data.imageAlt),
        sourceNom: uneLigne(data.sourceNom),
        sourceUrl: data.sourceUrl ?? '',
      }
      const id =
        a?.id ?? (((lu.jeton && asId<'Actualite'>(lu.jeton)) || newId<'Actualite'>(le)) as ActualiteId)
      const fait = await enregistrerUneActualite(ici, a, id, data.vue, contenu)
      if (!fait.ok) return revenir(withAlert(form, fait.error.phrase), 409)
      await oublierBrouillon(tx, brouillonDe(r, a).cle)
      return redirectWith(c, redigerUrl({ pole: r.pole.id, actualite: id }), {
        genre: 'fait',
        fort: a ? 'La nouvelle version est gardée.' : 'Le brouillon est gardé.',
        suite: a?.paraitreLe ? 'Le public lit encore la version parue.' : 'Rien n’est encore en ligne.',
      })
    })
  }

  return new Hono<Env>()
    .get(nouvelleActualiteUrl.modele, ecrit, (c) =>
      ouvrir(c, async (tx, _v, r) => {
        const de = brouillonDe(r, undefined)
        const b = await reprendreBrouillon(tx, de.cle, de.retour, emptyForm())
        return c.html(
          <Vue r={r} form={b.form as Formulaire} brouillon={b.brouillon} maintenant={clock.now()} />,
        )
      }),
    )
    .post(nouvelleActualiteUrl.modele, ecrit, enregistrer)
    .get(chemin, ecrit, (c) =>
      ouvrir(c, async (tx, visiteur, r, a) => {
        if (!a) return notFound(c)
        const versions = await versionsDe(tx, r.pole.id, a.id)
        const voulue = versions.find((v) => String(v.version) === c.req.query('version'))
        const form = initial(voulue ? { ...a, ...voulue.contenu } : a)
        const de = brouillonDe(r, a)
        // Une version voulue s'ouvre telle quelle.
        const b = voulue ? undefined : await reprendreBrouillon(tx, de.cle, de.retour, form)
        return c.html(
          <Vue
            r={r}
            a={a}
            form={b ? (b.form as Formulaire) : form}
            brouillon={b?.brouillon ?? de}
            apercu={voulue !== undefined}
            versions={versions}
            maintenant={clock.now()}
            administre={visiteur.administreInstance}
            deLUnion={await estDeLUnion(tx, r.pole.id, a.id)}
          />,
        )
      }),
    )
    .post(chemin, ecrit, enregistrer)
    .post(`${chemin}/paraitre`, ecrit, async (c) => {
      const lu = await readForm(paraitre, c)
      return ouvrir(c, async (tx, visiteur, r, a) => {
        if (!a) return notFound(c)
        const le = clock.now()
        const versions = await versionsDe(tx, r.pole.id, a.id)
        const revenir = (form: FormState, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(
            <Vue
              r={r}
              a={a}
              form={initial(a)}
              versions={versions}
              parution={form}
              maintenant={le}
              administre={visiteur.administreInstance}
            />,
            statut,
          )
        if (!lu.ok) return revenir(lu.form, lu.status)
        const { jour, a: minute } = lu.data
        if (!jour && minute !== undefined)
          return revenir(withErrors(lu.form, { jour: 'Dites aussi le jour.' }), 422)
        const voulu = jour ? instantDe(jour, minute ?? 9 * 60, ZONE_PAR_DEFAUT).instant : undefined
        const fait = await mettreEnLigne({ tx, r, visiteur, le }, a, voulu, lu.data.union)
        if (!fait.ok)
          return fait.error.code === 'prive'
            ? revenir(withAlert(lu.form, fait.error.phrase), 409)
            : revenir(
                withErrors(lu.form, { [fait.error.code === 'union' ? 'union' : 'jour']: fait.error.phrase }),
                422,
              )
        const paraitreLe = fait.value
        return redirectWith(c, redigerUrl({ pole: r.pole.id, actualite: a.id }), {
          genre: 'fait',
          fort: paraitreLe > le ? `Elle paraîtra le ${formaterInstant(paraitreLe)}.` : 'Elle est en ligne.',
          ...(paraitreLe > le ? {} : { lien: { libelle: 'Le site public', href: actualitesUrl() } }),
        })
      })
    })
    .post(`${chemin}/retirer`, ecrit, async (c) => {
      await readForm(z.object({}), c)
      return ouvrir(c, async (tx, visiteur, r, a) => {
        if (!a) return notFound(c)
        const faite = await retirerDeLaLigne({ tx, r, visiteur, le: clock.now() }, a.id)
        return redirectWith(c, redigerUrl({ pole: r.pole.id, actualite: a.id }), {
          genre: faite ? 'fait' : 'passe',
          fort: faite ? 'Elle n’est plus en ligne.' : 'Elle n’était pas en ligne.',
          suite: 'On peut la faire paraître de nouveau.',
        })
      })
    })
}
