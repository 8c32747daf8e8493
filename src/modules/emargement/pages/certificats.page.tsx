import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDuree, heuresDecimales } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { compter, de, enumerer } from '#kernel/texte.ts'
import { pdfResponse, pieceUrl } from '#modules/documents/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { sessionsUrl } from '#modules/sessions/index.ts'
import { Button, ButtonLink, Empty, Etat, Exporter, Form, Page, Progress, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { conflict, forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { lireSession } from '../db/certificats.ts'
import {
  emettreCertificats,
  epreuveDuCertificat,
  type LigneDeCertificat,
  lireCertificats,
} from '../gestes/emettre-certificats.ts'
import { remettreCertificats, signerCertificats } from '../gestes/remettre-certificats.ts'
import { type ExtraitLu, lireExtraits, signerEtRemettreExtraits } from '../gestes/remettre-preuves.ts'
import { reunirCertificats } from '../gestes/reunir-certificats.ts'
import {
  attestationsUrl,
  certificatsPeriodeUrl,
  certificatsUrl,
  epreuveUrl,
  extraitUrl,
  sessionUrl,
  tousLesCertificatsUrl,
} from '../liens.ts'
import { agentDe, contexteDe, direRemises, etatDuRefus, peutEmettre, refuserPresences } from './commun.ts'

/** Où en est un extrait émis, à l’écran comme au tableur. */
const motDeLExtrait = ({ preuve, perime }: ExtraitLu): string =>
  perime
    ? 'à remplacer : les faits ont changé'
    : preuve?.recue
      ? 'signé, reçu'
      : preuve?.remise
        ? 'signé, remis'
        : preuve?.signee
          ? 'signé'
          : 'émis, à signer'

const EtatCertificat = ({ l, extrait }: { l: LigneDeCertificat; extrait: ExtraitLu | undefined }) =>
  extrait ? (
    <>
      <Etat
        etat={extrait.preuve?.signee && !extrait.perime ? 'prouve' : 'partiel'}
        mot={motDeLExtrait(extrait)}
      />{' '}
      <span class="sub">Extrait de présence, au donneur d’ordre.</span>
    </>
  ) : l.piece && !l.perime ? (
    l.preuve?.recue ? (
      <Etat etat="prouve" mot="signé, reçu par la personne" />
    ) : l.preuve?.remise ? (
      <Etat etat="prouve" mot="signé, remis" />
    ) : l.preuve?.signee ? (
      <Etat etat="prouve" mot="signé" />
    ) : (
      <Etat etat="partiel" mot="émis, à signer" />
    )
  ) : l.piece ? (
    <Etat etat="partiel" mot="à remplacer : ce qu’il dit a changé" />
  ) : l.delivrable === 'extrait' ? (
    <>
      <Etat etat="a-venir" mot="extrait de présence" /> <span class="sub">{l.refus?.phrase}</span>
    </>
  ) : l.refus ? (
    <>
      <Etat etat={etatDuRefus(l.refus)} mot="pas encore" /> <span class="sub">{l.refus.phrase}</span>
    </>
  ) : (
    <Etat etat="a-venir" mot="prêt à émettre" />
  )

const motDuCertificat = (l: LigneDeCertificat, extrait: ExtraitLu | undefined): string => {
  if (extrait) return `extrait ${motDeLExtrait(extrait)}`
  if (l.piece && l.perime) return 'à remplacer'
  if (l.piece)
    return l.preuve?.recue
      ? 'signé, reçu'
      : l.preuve?.remise
        ? 'signé, remis'
        : l.preuve?.signee
          ? 'signé'
          : 'émis, à signer'
  if (l.delivrable === 'extrait') return 'extrait de présence'
  return l.refus ? l.refus.phrase : 'prêt à émettre'
}

const Extrait = ({
  l,
  extrait,
  session,
  peut,
}: {
  l: LigneDeCertificat
  extrait: ExtraitLu | undefined
  session: string
  peut: boolean
}) => (
  <>
    {extrait ? <a href={pieceUrl({ piece: extrait.id })}>{extrait.numero}</a> : null}{' '}
    {peut ? (
      <a href={extraitUrl({ session, inscription: l.inscription.id })}>
        {extrait ? 'Émettre l’extrait de nouveau' : 'Émettre l’extrait'}
        <span class="unseen"> {de(`${l.inscription.prenom} ${l.inscription.nom}`)}</span>
      </a>
    ) : null}
  </>
)

const signerOuRemettre = async (
  c: Context<Env>,
  ctx: NonNullable<ReturnType<typeof contexteDe>>,
  geste: string,
) => {
  const services = c.get('services')
  const vers = certificatsUrl({ session: ctx.session })
  const mal = (refus: Refus) =>
    redirectWith(c, vers, { genre: 'mal', fort: 'Tout n’est pas fait.', suite: refus.phrase })
  let signees = 0
  const qui = { acces: ctx.qui.acces, id: ctx.qui.id, ip: clientIp(c), agent: agentDe(c) }
  if (geste === 'extraits') {
    if (ctx.visiteur.assistance) return forbidden(c, 'En assistance, on ne signe rien.')
    const r = await signerEtRemettreExtraits(services, qui, ctx.session)
    return r.ok ? redirectWith(c, vers, direRemises(r.value, 'extrait')) : mal(r.error)
  }
  if (geste.startsWith('signer')) {
    if (ctx.visiteur.assistance) return forbidden(c, 'En assistance, on ne signe rien.')
    const r = await signerCertificats(services, qui, ctx.session)
    if (!r.ok) return mal(r.error)
    signees = r.value.signees
  }
  const remis = geste.endsWith('remettre')
    ? await remettreCertificats(services, ctx.qui.acces, ctx.session)
    : undefined
  if (remis && !remis.ok) return mal(remis.error)
  const muets = remis?.value.sansCourriel ?? []
  const dits = [
    signees > 0 ? `${compter(signees, 'certificat')} signé${signees > 1 ? 's' : ''}` : '',
    remis ? `${compter(remis.value.parties, 'envoi', { zero: 'aucun envoi' })} en route` : '',
  ].filter(Boolean)
  return redirectWith(c, vers, {
    genre: 'fait',
    fort: `${dits.join(', ') || 'Rien de neuf'}.`,
    ...(muets.length > 0 ? { suite: `Sans courriel, à remettre en main propre : ${enumerer(muets)}.` } : {}),
  })
}

export const certificatsPages = new Hono<Env>()
  .use(certificatsUrl.modele, exigerDroit('emargement.lire'))
  .use('/sessions/:session/certificats/*', exigerDroit('emargement.lire'))
  .get(certificatsUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    const refus = await refuserPresences(c, ctx)
    if (refus) return refus
    const lues = await lireCertificats(c.get('services'), ctx.qui.acces, ctx.session)
    if (!lues) return notFound(c)
    const { session, lignes } = lues
    const recues = lignes.filter((l) => l.delivrable === 'extrait').map((l) => l.inscription.id)
    const extraits: ReadonlyMap<string, ExtraitLu> =
      (recues.length > 0 &&
        (await c
          .get('services')
          .db.withTenant(ctx.qui.acces, (tx) => lireExtraits(c.get('services'), tx, recues)))) ||
      new Map()
    const extraitDe = (l: LigneDeCertificat) => extraits.get(l.inscription.id)
    if (c.req.query('format') === 'csv')
      return repondreCsv(
        c,
        `certificats-${session.numero}`,
        enCsv(
          ['nom', 'prenom', 'prevu_h', 'planifie_h', 'realise_h', 'facturable_h', 'etat', 'piece'],
          lignes.map((l) => [
            l.inscription.nom,
            l.inscription.prenom,
            heuresDecimales(l.compteurs.prevuMin),
            heuresDecimales(l.compteurs.planifieMin),
            heuresDecimales(l.compteurs.realiseMin),
            heuresDecimales(l.compteurs.facturableMin),
            motDuCertificat(l, extraitDe(l)),
            l.piece?.numero ?? extraitDe(l)?.numero,
          ]),
        ),
      )
    const dus = lignes.filter((l) => l.delivrable === 'certificat')
    const emis = dus.filter((l) => l.piece && !l.perime).length
    const valent = lignes.filter((l) => l.piece && !l.perime)
    const aSigner = valent.filter((l) => !l.preuve?.signee).length
    const aRemettre = valent.filter((l) => !l.preuve?.remise && l.inscription.courriel).length
    const prets = lignes.filter((l) => !l.refus && (!l.piece || l.perime)).length
    const extraitsDus = [...extraits.values()].filter(
      (x) => !x.perime && (!x.preuve?.signee || (!x.preuve.remise && x.a?.courriel)),
    )
    const sansAdresse = [
      ...new Set([...extraits.values()].flatMap((x) => (x.a && !x.a.courriel ? [x.a.nom] : []))),
    ]
    return c.html(
      <Page
        title="Certificats de réalisation"
        lede={`${session.intitule}. Chaque certificat dit les heures réellement suivies, d’après le registre des présences.`}
        path={[
          { libelle: 'Sessions', href: sessionsUrl() },
          { libelle: session.numero, href: sessionUrl({ session: session.id }) },
        ]}
      >
        {lignes.length === 0 ? (
          <Empty titre="Personne n’est inscrit à cette session">
            Un certificat par personne pourra s’émettre ici, à la fin.
          </Empty>
        ) : (
          <>
            {dus.length > 0 ? (
              <Progress libelle="Certificats émis" fait={emis} sur={dus.length}>
                {emis} sur {dus.length}
                {prets > 0 ? `, ${prets} à émettre` : ''}.
              </Progress>
            ) : null}
            {peutEmettre(ctx.visiteur) && prets > 0 ? (
              <Form form={emptyForm()}>
                <p>
                  <Button genre="call" geste="emettre">
                    Émettre {prets > 1 ? `les ${prets} certificats` : 'le certificat'}
                  </Button>
                </p>
              </Form>
            ) : null}
            {peutEmettre(ctx.visiteur) && prets === 0 && aSigner + aRemettre > 0 ? (
              <Form form={emptyForm()} classe="actions">
                <p>
                  {aSigner > 0 ? (
                    <>
                      <Button genre="call" geste="signer-remettre">
                        Signer et remettre {aSigner > 1 ? `les ${aSigner} certificats` : 'le certificat'}
                      </Button>
                      <Button geste="signer">Signer sans remettre</Button>
                    </>
                  ) : (
                    <Button genre="call" geste="remettre">
                      Remettre {aRemettre > 1 ? `les ${aRemettre} certificats` : 'le certificat'} par courriel
                    </Button>
                  )}
                </p>
                <p class="sub">
                  Signe qui en a la fonction ou la délégation. Chacun reçoit le sien par un lien à lui.
                </p>
              </Form>
            ) : null}
            {peutEmettre(ctx.visiteur) && extraitsDus.length > 0 ? (
              <Form form={emptyForm()} classe="actions">
                <p>
                  <Button
                    geste="extraits"
                    {...(prets + aSigner + aRemettre === 0 ? { genre: 'call' as const } : {})}
                  >
                    {extraitsDus.some((x) => !x.preuve?.signee) ? 'Signer et remettre' : 'Remettre'}{' '}
                    {extraitsDus.length > 1 ? `les ${extraitsDus.length} extraits` : 'l’extrait'}
                  </Button>
                </p>
                <p class="sub">
                  {sansAdresse.length > 0
                    ? `${enumerer(sansAdresse)} : aucun courriel connu. L’extrait se signe ici, et se remet en main propre.`
                    : 'Chacun part par un lien à qui signe pour le donneur d’ordre, qui en accuse réception.'}
                </p>
              </Form>
            ) : null}
            <Table
              legende="Certificats, par stagiaire"
              lignes={lignes}
              colonnes={[
                {
                  titre: 'Stagiaire',
                  entete: true,
                  cell: (l) => `${l.inscription.prenom} ${l.inscription.nom}`,
                },
                { titre: 'Prévu', nombre: true, cell: (l) => formaterDuree(l.compteurs.prevuMin) },
                { titre: 'Planifié', nombre: true, cell: (l) => formaterDuree(l.compteurs.planifieMin) },
                { titre: 'Réalisé', nombre: true, cell: (l) => formaterDuree(l.compteurs.realiseMin) },
                { titre: 'Facturable', nombre: true, cell: (l) => formaterDuree(l.compteurs.facturableMin) },
                { titre: 'État', cell: (l) => <EtatCertificat l={l} extrait={extraitDe(l)} /> },
                {
                  titre: 'Pièce',
                  cell: (l) =>
                    l.piece ? (
                      <a href={pieceUrl({ piece: l.piece.id })}>{l.piece.numero}</a>
                    ) : l.delivrable === 'extrait' ? (
                      <Extrait
                        l={l}
                        extrait={extraitDe(l)}
                        session={session.id}
                        peut={peutEmettre(ctx.visiteur)}
                      />
                    ) : l.refus ? (
                      ''
                    ) : (
                      <a href={epreuveUrl({ session: session.id, inscription: l.inscription.id })}>
                        Voir l’aperçu
                        <span class="unseen"> {de(`${l.inscription.prenom} ${l.inscription.nom}`)}</span>
                      </a>
                    ),
                },
              ]}
            />
            <p>
              {emis > 1 ? (
                <ButtonLink href={tousLesCertificatsUrl({ session: session.id })}>
                  Tous les certificats, un fichier
                </ButtonLink>
              ) : null}{' '}
              <a href={certificatsPeriodeUrl({ session: session.id })}>Certificats d’une période</a>,{' '}
              <a href={attestationsUrl({ session: session.id })}>attestations de fin de formation</a>.{' '}
              <Exporter href={withQuery(certificatsUrl({ session: session.id }), { format: 'csv' })} />
            </p>
          </>
        )}
      </Page>,
    )
  })
  .post(certificatsUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    if (!peutEmettre(ctx.visiteur))
      return forbidden(c, 'L’équipe qui prépare la session émet ses certificats.')
    const session = await c.get('services').db.withTenant(ctx.qui.acces, (tx) => lireSession(tx, ctx.session))
    if (!session) return notFound(c)
    const lu = await readForm(z.object({}), c)
    if (!lu.ok)
      return redirectWith(c, certificatsUrl({ session: ctx.session }), {
        genre: 'mal',
        fort: 'Rien n’a été fait : recommencez.',
      })
    const geste = lu.geste ?? 'emettre'
    if (geste !== 'emettre') return signerOuRemettre(c, ctx, geste)
    const r = await emettreCertificats(c.get('services'), ctx.qui.acces, ctx.session)
    if (!r.ok) return notFound(c)
    const { emis, deja, refuses, enFile, phrase } = r.value
    const faits =
      enFile > 0
        ? `${compter(enFile, 'certificat')} en cours d’émission.`
        : `${compter(emis, 'certificat', { zero: 'Aucun certificat' })} émis.`
    const suite = [
      deja > 0 ? `${compter(deja, 'certificat')} inchangé${deja > 1 ? 's' : ''}.` : '',
      refuses > 0
        ? `${compter(refuses, 'refus', { pluriel: 'refus' })}${phrase ? `\u00a0: ${phrase}` : '.'}`
        : '',
    ]
      .filter(Boolean)
      .join(' ')
    return redirectWith(c, certificatsUrl({ session: ctx.session }), {
      genre: emis + enFile > 0 ? 'fait' : 'passe',
      fort: faits,
      ...(suite ? { suite } : {}),
    })
  })
  // Pour l’impression : les pièces figées, l’une après l’autre. Chacune reste la sienne.
  .get(tousLesCertificatsUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    if (!ctx) return notFound(c)
    const refus = await refuserPresences(c, ctx)
    if (refus) return refus
    const r = await reunirCertificats(c.get('services'), ctx.visiteur, ctx.session)
    if (!r) return notFound(c)
    return r.ok
      ? pdfResponse(r.value.pdf, `certificats-${r.value.numero}.pdf`, 'inline')
      : conflict(c, r.error.phrase, 'Pas encore de certificat')
  })
  .get(epreuveUrl.modele, async (c) => {
    const ctx = contexteDe(c)
    const inscription = asId<'Inscription'>(c.req.param('inscription'))
    if (!ctx || !inscription) return notFound(c)
    const refus = await refuserPresences(c, ctx)
    if (refus) return refus
    const r = await epreuveDuCertificat(c.get('services'), ctx.qui.acces, {
      session: ctx.session,
      inscription,
    })
    if (r.ok) return pdfResponse(r.value.pdf, 'apercu.pdf', 'inline')
    return r.error.code === 'introuvable'
      ? notFound(c)
      : conflict(c, r.error.phrase, 'Pas encore de certificat')
  })
