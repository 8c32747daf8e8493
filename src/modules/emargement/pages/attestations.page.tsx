import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDuree, heuresDecimales } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { compter, de } from '#kernel/texte.ts'
import { type EtatDePreuve, etatsDesPreuves, pieceUrl } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { sessionsUrl } from '#modules/sessions/index.ts'
import {
  Actions,
  Alert,
  Button,
  Empty,
  Etat,
  Exporter,
  Field,
  FieldSection,
  Form,
  Page,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { choix, facultatif, rangs, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { conflict, forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { avecLeCommun, motsResultat, type Resultat } from '../domain/acquis.ts'
import {
  emettreAttestation,
  emettreAttestations,
  type LigneDAttestation,
  lireAttestation,
} from '../gestes/emettre-attestations.ts'
import { type LigneDeCertificat, lireCertificats } from '../gestes/emettre-certificats.ts'
import { signerEtRemettreAttestations } from '../gestes/remettre-preuves.ts'
import { attestationsUrl, attestationUrl, certificatsUrl, sessionUrl } from '../liens.ts'
import { agentDe, contexteDe, direRemises, etatDuRefus, peutEmettre, refuserPresences } from './commun.ts'

const maxObjectifs = 30
const codes = Object.keys(motsResultat) as [Resultat, ...Resultat[]]
const fields = z.object({
  /** Vaut pour chaque objectif que l’on n’a pas dit. */
  tous: facultatif(choix(codes)),
  objectifs: rangs(z.object({ resultat: choix(codes) }), { max: maxObjectifs }),
  evaluation: texte({ max: 500 }),
})
type Formulaire = FormOf<typeof fields>
type Ligne = LigneDAttestation &
  Pick<LigneDeCertificat, 'inscription' | 'heures'> & { readonly preuve?: EtatDePreuve | undefined }

/** Où en est une attestation qui vaut, à l’écran comme au tableur. */
const motDeLAttestation = ({ preuve }: Ligne): string =>
  preuve?.recue
    ? 'signée, reçue par la personne'
    : preuve?.remise
      ? 'signée, remise'
      : preuve?.signee
        ? 'signée'
        : 'émise, à signer'

const EtatAttestation = ({ l }: { l: Ligne }) =>
  l.refus ? (
    <>
      <Etat etat={etatDuRefus(l.refus)} mot="pas encore" /> <span class="sub">{l.refus.phrase}</span>
    </>
  ) : l.piece && !l.perimee ? (
    <Etat etat={l.preuve?.signee ? 'prouve' : 'partiel'} mot={motDeLAttestation(l)} />
  ) : l.piece ? (
    <Etat etat="partiel" mot="à remplacer : les faits ont changé" />
  ) : (
    <Etat etat="a-venir" mot="prête à émettre" />
  )

const direAcquis = (l: Ligne) => {
  const evalues = l.resultats.filter((r) => r !== 'non-evalue').length
  if (l.resultats.length === 0) return ''
  return evalues === 0
    ? 'non évalués'
    : `${l.resultats.filter((r) => r === 'acquis').length} acquis sur ${l.resultats.length}`
}

const Evaluer = ({
  form,
  session,
  l,
}: {
  form: Formulaire
  session: { id: string; numero: string }
  l: Ligne
}) => (
  <Page
    title="Attestation"
    heading={`Attestation ${de(`${l.inscription.prenom} ${l.inscription.nom}`)}`}
    lede={`${formaterDuree(l.heures.suiviMin)} suivies. Dites ce que l’évaluation a montré, objectif par objectif ; ce qui n’a pas été évalué se dit aussi.`}
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: session.numero, href: sessionUrl({ session: session.id }) },
      { libelle: 'Attestations', href: attestationsUrl({ session: session.id }) },
    ]}
    alert={form.alert}
  >
    {l.piece ? (
      <Alert genre="passe" fort={`L’attestation ${l.piece.numero} est émise.`}>
        <a href={pieceUrl({ piece: l.piece.id })}>La lire</a>. Un résultat changé en fait une autre, qui la
        remplace.
      </Alert>
    ) : null}
    <Form form={form} noms={{ objectifs: 'Objectif', evaluation: 'Évaluation' }}>
      <FieldSection titre="Objectifs">
        {l.objectifs.length > 1 ? (
          <SelectField
            form={form}
            name="tous"
            label="Pour tous les objectifs"
            vide="à dire un par un"
            options={codes
              .filter((value) => value !== 'non-evalue')
              .map((value) => ({ value, label: motsResultat[value] }))}
            hint="Vaut pour chaque objectif laissé « non évalué » ; ceux que vous dites un par un l’emportent."
            span={2}
          />
        ) : null}
        {l.objectifs.map((o, i) => (
          <SelectField
            form={form}
            name={`objectifs[${i}].resultat`}
            label={o}
            options={codes.map((value) => ({ value, label: motsResultat[value] }))}
            span={2}
          />
        ))}
        <Field
          form={form}
          name="evaluation"
          label="Comment on a évalué"
          hint="Vide : ce que l’offre annonce. Sans résultat, l’attestation dit « non évalués »."
          maxlength={500}
          span={2}
          optional
        />
      </FieldSection>
      <Actions libelle="Émettre l’attestation" />
    </Form>
  </Page>
)

export const attestationsPages = new Hono<Env>()
  .use(attestationsUrl.modele, exigerDroit('emargement.lire'))
  .use(attestationUrl.modele, exigerDroit('documents.emettre'))
  .get(attestationsUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    const services = c.get('services')
    if (!ctx) return notFound(c)
    const refus = await refuserPresences(c, ctx)
    if (refus) return refus
    const lues = await lireCertificats(services, ctx.qui.acces, ctx.session)
    if (!lues) return notFound(c)
    const lignes = await services.db.withTenant(ctx.qui.acces, async (tx) => {
      const rendues: Ligne[] = []
      for (const { inscription, heures } of lues.lignes)
        rendues.push({
          inscription,
          heures,
          ...(await lireAttestation(services, tx, { session: ctx.session, inscription: inscription.id })),
        })
      const etats = await etatsDesPreuves(
        tx,
        rendues.flatMap((l) => (l.piece ? [l.piece.id] : [])),
      )
      return rendues.map((l): Ligne => (l.piece ? { ...l, preuve: etats.get(l.piece.id) } : l))
    })
    if (!lignes) return notFound(c)
    const dues = lignes.filter((l) => !l.refus && (!l.piece || l.perimee))
    const valent = lignes.filter((l) => l.piece && !l.perimee)
    const aSigner = valent.filter((l) => !l.preuve?.signee)
    const aRemettre = valent.filter((l) => !l.preuve?.remise && l.inscription.courriel)
    const restent = new Set([...aSigner, ...aRemettre]).size
    if (c.req.query('format') === 'csv')
      return repondreCsv(
        c,
        `attestations-${lues.session.numero}`,
        enCsv(
          ['nom', 'prenom', 'suivi_h', 'objectifs', 'etat', 'piece'],
          lignes.map((l) => [
            l.inscription.nom,
            l.inscription.prenom,
            heuresDecimales(l.heures.suiviMin),
            direAcquis(l),
            l.refus
              ? l.refus.phrase
              : l.piece
                ? l.perimee
                  ? 'à remplacer'
                  : motDeLAttestation(l)
                : 'prête à émettre',
            l.piece?.numero,
          ]),
        ),
      )
    const peut = peutEmettre(ctx.visiteur)
    return c.html(
      <Page
        title="Attestations de fin de formation"
        lede={`${lues.session.intitule}. Les heures du certificat, et ce que l’évaluation a montré. Ni un diplôme, ni une certification.`}
        path={[
          { libelle: 'Sessions', href: sessionsUrl() },
          { libelle: lues.session.numero, href: sessionUrl({ session: lues.session.id }) },
          { libelle: 'Certificats', href: certificatsUrl({ session: lues.session.id }) },
        ]}
      >
        {lignes.length === 0 ? (
          <Empty titre="Personne n’est inscrit à cette session">
            Une attestation par personne pourra s’émettre ici, à la fin.
          </Empty>
        ) : (
          <>
            <Table
              legende="Attestations, par stagiaire"
              lignes={lignes}
              colonnes={[
                {
                  titre: 'Stagiaire',
                  entete: true,
                  cell: (l) =>
                    peut && !l.refus ? (
                      <a href={attestationUrl({ session: ctx.session, inscription: l.inscription.id })}>
                        {l.inscription.prenom} {l.inscription.nom}
                      </a>
                    ) : (
                      `${l.inscription.prenom} ${l.inscription.nom}`
                    ),
                },
                { titre: 'Suivi', nombre: true, cell: (l) => formaterDuree(l.heures.suiviMin) },
                { titre: 'Objectifs', cell: direAcquis },
                { titre: 'État', cell: (l) => <EtatAttestation l={l} /> },
                {
                  titre: 'Pièce',
                  cell: (l) =>
                    l.piece ? <a href={pieceUrl({ piece: l.piece.id })}>{l.piece.numero}</a> : '',
                },
              ]}
            />
            <p>
              <Exporter href={withQuery(attestationsUrl({ session: ctx.session }), { format: 'csv' })} />
            </p>
            {peut && dues.length > 0 ? (
              <Form form={emptyForm()}>
                <p class="sub">
                  Pour saisir des résultats, ouvrez d’abord la personne ; les autres diront « non évalués ».
                </p>
                <p>
                  <Button genre="call">
                    Émettre {dues.length > 1 ? `les ${dues.length} attestations` : 'l’attestation'}
                  </Button>
                </p>
              </Form>
            ) : null}
            {peut && dues.length === 0 && restent > 0 ? (
              <Form form={emptyForm()} classe="actions">
                <p>
                  <Button genre="call" geste="remettre">
                    {aSigner.length > 0 ? 'Signer et remettre' : 'Remettre'}{' '}
                    {restent > 1 ? `les ${restent} attestations` : 'l’attestation'}
                  </Button>
                </p>
                <p class="sub">
                  Signe qui en a la fonction ou la délégation. Chacun reçoit la sienne par un lien à lui.
                </p>
              </Form>
            ) : null}
          </>
        )}
      </Page>,
    )
  })
  .post(attestationsUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    if (!peutEmettre(ctx.visiteur))
      return forbidden(c, 'L’équipe qui prépare la session émet ses attestations.')
    const services = c.get('services')
    const lues = await lireCertificats(services, ctx.qui.acces, ctx.session)
    if (!lues) return notFound(c)
    const lu = await readForm(z.object({}), c)
    if (!lu.ok)
      return redirectWith(c, attestationsUrl({ session: ctx.session }), {
        genre: 'mal',
        fort: 'Rien n’a été fait\u00a0: recommencez.',
      })
    if (lu.geste === 'remettre') {
      if (ctx.visiteur.assistance) return forbidden(c, 'En assistance, on ne signe rien.')
      const qui = { acces: ctx.qui.acces, id: ctx.qui.id, ip: clientIp(c), agent: agentDe(c) }
      const r = await signerEtRemettreAttestations(services, qui, ctx.session)
      return redirectWith(
        c,
        attestationsUrl({ session: ctx.session }),
        r.ok
          ? direRemises(r.value, 'attestation')
          : { genre: 'mal', fort: 'Tout n’est pas fait.', suite: r.error.phrase },
      )
    }
    const dues = lues.lignes.filter((l) => !l.refus).map((l) => l.inscription.id)
    const { emis, deja, refuses, enFile, phrase } = await emettreAttestations(
      services,
      ctx.qui.acces,
      ctx.session,
      dues,
    )
    const suite = [
      deja > 0 ? `${compter(deja, 'attestation')} inchangée${deja > 1 ? 's' : ''}.` : '',
      refuses > 0
        ? `${compter(refuses, 'refus', { pluriel: 'refus' })}${phrase ? `\u00a0: ${phrase}` : '.'}`
        : '',
    ]
      .filter(Boolean)
      .join(' ')
    return redirectWith(c, attestationsUrl({ session: ctx.session }), {
      genre: emis + enFile > 0 ? 'fait' : 'passe',
      fort:
        enFile > 0
          ? `${compter(enFile, 'attestation')} en cours d’émission.`
          : `${compter(emis, 'attestation', { zero: 'Aucune attestation' })} émise${emis > 1 ? 's' : ''}.`,
      ...(suite ? { suite } : {}),
    })
  })
  .on(['GET', 'POST'], attestationUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    const id = asId<'Inscription'>(c.req.param('inscription') ?? '')
    const services = c.get('services')
    const lues = ctx && (await lireCertificats(services, ctx.qui.acces, ctx.session))
    const connue = lues?.lignes.find((x) => x.inscription.id === id)
    if (!ctx || !id || !lues || !connue) return notFound(c)
    const lue = await services.db.withTenant(ctx.qui.acces, (tx) =>
      lireAttestation(services, tx, { session: ctx.session, inscription: id }),
    )
    if (!lue) return notFound(c)
    if (lue.refus) return conflict(c, lue.refus.phrase, 'Pas encore d’attestation')
    const l: Ligne = { inscription: connue.inscription, heures: connue.heures, ...lue }
    const vue = (form: Formulaire) => <Evaluer form={form} session={lues.session} l={l} />
    if (c.req.method === 'GET')
      return c.html(
        vue(
          emptyForm(undefined, {
            objectifs: l.resultats.map((resultat) => ({ resultat })),
            evaluation: l.resultats.some((r) => r !== 'non-evalue') ? l.evaluation : '',
          }),
        ),
      )
    const read = await readForm(fields, c, { rangs: maxObjectifs })
    if (!read.ok) return c.html(vue(read.form), read.status)
    const r = await emettreAttestation(
      services,
      ctx.qui.acces,
      { session: ctx.session, inscription: id },
      {
        resultats: avecLeCommun(
          read.data.objectifs.map((o) => o.resultat),
          read.data.tous,
        ),
        evaluation: read.data.evaluation,
      },
    )
    return r.ok
      ? redirectWith(c, pieceUrl({ piece: r.value.piece }), {
          genre: r.value.neuve ? 'fait' : 'passe',
          fort: r.value.neuve
            ? `L’attestation ${r.value.numero} est émise.`
            : `${r.value.numero} disait déjà cela : elle reste.`,
        })
      : c.html(vue(withAlert(read.form, { titre: 'Rien n’a été émis', phrase: r.error.phrase })), 409)
  })
